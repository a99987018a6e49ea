import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { type BackendName, useBackend } from '@dum/backend';
import { DumError } from '@dum/errors';
import { holdActivations } from '../masked/frozen-activations.js';
import { searchGroup } from '../search/search-group.js';
import { fromPlainSettings } from './plain-settings.js';
import type { SearchAnswer, SearchJob } from './search-job.js';

/** Gets a worker thread ready while the calling one has something else to do. */
export const start = async (backend: BackendName): Promise<void> => {
  await useBackend(backend);
};

/** Searches a group of tasks in a worker thread. */
export const search = async ({ backend, artifacts, fingerprint, tasks, activations, settings, port }: SearchJob): Promise<SearchAnswer> => {
  await useBackend(backend);
  const network = await loadLayersModel(io.fromMemory(artifacts));
  try {
    const plain = fromPlainSettings(settings);
    const found = await searchGroup({
      network,
      fingerprint,
      tasks,
      activations: { train: holdActivations(activations.train), validation: holdActivations(activations.validation) },
      settings: { ...plain, onProgress: (progress) => port.postMessage(progress) },
    });
    return { found };
  } catch (error) {
    if (error instanceof DumError) return { refused: { code: error.code, message: error.message } };
    throw error;
  } finally {
    network.dispose();
    port.close();
  }
};
