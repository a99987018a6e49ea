import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { type BackendName, useBackend } from '@dum/backend';
import { DumError } from '@dum/errors';
import { inMemory } from '@dum/datasets';
import { type FrozenActivations, holdActivations } from '../masked/frozen-activations.js';
import { type DiscoverySettings, followingSettings, maskForSearch, resolveOptions, searchGroup, searchOptionsOf } from '../search/index.js';
import type { SearchAnswer, SearchJob, SharedSplit } from './search-job.js';

type Masked = Awaited<ReturnType<typeof maskForSearch>>;

/** The masked network of the last job; the jobs of one search arrive in sequence. */
let masked: (Masked & { readonly id: number }) | undefined;

const maskOnce = async ({ id, artifacts, tasks }: SearchJob, settings: DiscoverySettings): Promise<Masked> => {
  if (masked?.id === id) return masked;
  masked?.body.dispose();
  masked?.network.dispose();
  masked = undefined;
  const network = await loadLayersModel(io.fromMemory(artifacts));
  try {
    masked = { id, ...(await maskForSearch(network, tasks, settings)) };
    return masked;
  } catch (error) {
    network.dispose();
    throw error;
  }
};

/** Prepares a worker thread while the calling one is busy. */
export const start = async (backend: BackendName): Promise<void> => {
  await useBackend(backend);
};

/** Searches a group of tasks in a worker thread. */
export const search = async (job: SearchJob): Promise<SearchAnswer> => {
  const { backend, fingerprint, tasks, activations, outputs, means, port } = job;
  await useBackend(backend);
  try {
    const settings = {
      ...resolveOptions(searchOptionsOf(job.settings)),
      ...followingSettings(job.settings),
      onProgress: (progress: unknown) => port.postMessage(progress),
    };
    const search = await maskOnce(job, settings);
    const ofSplit = async (split: SharedSplit): Promise<FrozenActivations> =>
      'held' in split ? holdActivations(split.held) : search.body.activate({ source: inMemory(split.samples) }, { memory: 0 });
    const read = { train: await ofSplit(activations.train), validation: await ofSplit(activations.validation) };
    return { found: await searchGroup({ ...search, fingerprint, tasks, activations: read, outputs, means, settings }) };
  } catch (error) {
    if (error instanceof DumError) return { refused: { code: error.code, message: error.message } };
    throw error;
  } finally {
    port.close();
  }
};
