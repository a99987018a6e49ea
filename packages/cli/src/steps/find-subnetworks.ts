import { getBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { type SearchResult, type DiscoveryOptions, discoverSubnetworks, selectSubnetworks, type SelectionOptions } from '@dum/experiments';
import { createWorkerPool } from '@dum/experiments/workers';
import { keptUnits, type Subnetwork } from '@dum/masks/mask-set';
import type { Finished } from '../session/phases.js';
import type { Session } from '../session/session.js';
import { mean } from '../text/figures.js';
import { noteFewSteps } from './note-few-steps.js';

/** The result of a task, from a search or from a baseline, which has no settings of a search. */
export type FoundTask = Pick<SearchResult, 'task' | 'status' | 'subnetwork' | 'history'> & Partial<Pick<SearchResult, 'settings'>>;

/** A subnetwork as the result of a task, without a search. */
export const asFound = (subnetwork: Subnetwork): FoundTask => ({
  task: subnetwork.task,
  status: subnetwork.status,
  history: [],
  subnetwork,
});

/** Finds the subnetwork of each task and shows progress. */
export const findSubnetworks = async (
  session: Session,
  network: LayersModel,
  tasks: readonly Task[],
  options: DiscoveryOptions,
  threads?: number,
): Promise<Finished<FoundTask[]>> => {
  const { seed, signal } = session;
  const found = await session.phase(
    `find the subnetworks of ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
    async (update) => {
      const workers = createWorkerPool({ threads: threadsFor(session, tasks.length, threads) });
      try {
        return await discoverSubnetworks(network, tasks, {
          ...options,
          seed,
          signal,
          workers,
          onProgress: ({ phase, epoch, epochs, step, steps }) => update(step / steps, `${phase}, epoch ${epoch} of ${epochs}`),
        });
      } finally {
        await workers.close();
      }
    },
    unitsText,
  );
  noteFewSteps(session, network, options, tasks[0]!.train.count);
  return found;
};

/** Finds the subnetwork of each task with a baseline and shows progress. */
export const selectByBaseline = async (
  session: Session,
  network: LayersModel,
  tasks: readonly Task[],
  options: SelectionOptions,
): Promise<Finished<FoundTask[]>> => {
  const { seed, signal } = session;
  return session.phase(
    `rank the units for ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
    async (update) => {
      const found = await selectSubnetworks(network, tasks, { ...options, seed, signal, onProgress: update });
      return found.map(asFound);
    },
    unitsText,
  );
};

const unitsText = (found: readonly FoundTask[]): string => {
  const units = mean(found.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [keptUnits(subnetwork.masks)])));
  return units === undefined ? 'all diverged' : `${units.toFixed(1)} units on average`;
};

/**
 * The default number of threads: one per core on wasm, which is single-threaded; the tensorflow backend has its own threads, and cpu is for
 * small runs.
 */
export const threadsFor = ({ io }: Session, tasks: number, asked = getBackend() === 'wasm' ? io.cores : 1): number =>
  Math.min(asked, tasks);
