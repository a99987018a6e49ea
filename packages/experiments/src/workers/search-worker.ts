import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { type BackendName, useBackend } from '@dum/backend';
import { DumError } from '@dum/errors';
import { fingerprintNetwork } from '@dum/masks';
import { holdActivations } from '../masked/frozen-activations.js';
import { createFrozenBody } from '../masked/frozen-body.js';
import { readOriginalHead } from '../read-outs/original-head.js';
import type { DiscoverySettings } from '../search/options.js';
import { readsOriginalHead } from '../search/reading.js';
import { type GroupSearch, searchGroup } from '../search/search-group.js';
import { fromPlainSettings } from './plain-settings.js';
import type { SearchAnswer, SearchJob } from './search-job.js';

type Masked = Pick<GroupSearch, 'network' | 'body' | 'frozen'>;

/** The network of the last job, masked: jobs of one search come one after the other. */
let masked: (Masked & { readonly id: number }) | undefined;

const maskOnce = async ({ id, artifacts }: SearchJob, settings: DiscoverySettings): Promise<Masked> => {
  if (masked?.id === id) return masked;
  masked?.body.dispose();
  masked?.network.dispose();
  masked = undefined;
  const network = await loadLayersModel(io.fromMemory(artifacts));
  const body = createFrozenBody(network, settings);
  masked = { id, network, body, frozen: await fingerprintNetwork(body.tail) };
  return masked;
};

/** Gets a worker thread ready while the calling one has something else to do. */
export const start = async (backend: BackendName): Promise<void> => {
  await useBackend(backend);
};

/** Searches a group of tasks in a worker thread. */
export const search = async (job: SearchJob): Promise<SearchAnswer> => {
  const { backend, fingerprint, tasks, activations, outputs, port } = job;
  await useBackend(backend);
  try {
    const settings = { ...fromPlainSettings(job.settings), onProgress: (progress: unknown) => port.postMessage(progress) };
    const { network, body, frozen } = await maskOnce(job, settings);
    const head = readsOriginalHead(settings) ? await readOriginalHead('discoverSubnetworks', network, body.features, tasks) : undefined;
    const held = { train: holdActivations(activations.train), validation: holdActivations(activations.validation) };
    return { found: await searchGroup({ network, fingerprint, body, frozen, tasks, activations: held, head, outputs, settings }) };
  } catch (error) {
    if (error instanceof DumError) return { refused: { code: error.code, message: error.message } };
    throw error;
  } finally {
    port.close();
  }
};
