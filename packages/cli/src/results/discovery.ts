import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { type Discovery, type DiscoveryOptions, discoverSubnetworks } from '@dum/experiments';
import { keptUnits } from '@dum/masks/mask-set';
import type { Finished } from '../session/phases.js';
import type { Session } from '../session/session.js';
import { mean } from './figures.js';

/** A task, and the subnetwork that was found for it. */
export interface FoundTask {
  readonly task: Task;
  readonly discovery: Discovery;
}

/** Finds the subnetwork of each task and shows where the search stands. */
export const findSubnetworks = async (
  session: Session,
  network: LayersModel,
  tasks: readonly Task[],
  options: DiscoveryOptions,
): Promise<Finished<FoundTask[]>> => {
  const { seed, signal } = session;
  return session.phase(
    `find the subnetworks of ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
    async (update) => {
      const found = await discoverSubnetworks(network, tasks, {
        ...options,
        seed,
        signal,
        onProgress: ({ phase, epoch, epochs, step, steps }) => update(step / steps, `${phase}, epoch ${epoch} of ${epochs}`),
      });
      return found.map((discovery, index) => ({ task: tasks[index]!, discovery }));
    },
    (found) => {
      const units = mean(found.flatMap(({ discovery: { subnetwork } }) => (subnetwork === undefined ? [] : [keptUnits(subnetwork.masks)])));
      return units === undefined ? 'all diverged' : `${units.toFixed(1)} units on average`;
    },
  );
};
