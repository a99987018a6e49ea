import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import type { MaskSet, Subnetwork } from '@dum/masks/mask-set';
import { discoverSubnetworks, type SearchOptions, subnetworksOf } from '../search/discover-subnetworks.js';
import { evaluateSubnetworks } from '../evaluation/evaluate-subnetworks.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { randomlyInitialized } from './randomly-initialized.js';

/** The masks of each task, by its name, that the same search finds with another seed. */
export const masksOfSeed = async (
  network: LayersModel,
  tasks: readonly Task[],
  search: SearchOptions,
  seed: number,
): Promise<ReadonlyMap<string, MaskSet>> => {
  const found = subnetworksOf(await discoverSubnetworks(network, tasks, { ...search, seed }));
  return new Map(found.map(({ task, masks }) => [task, masks]));
};

/** What the same search finds in a randomly initialized network: the subnetwork of each task and its figures. */
export const searchRandomNetwork = async (
  network: LayersModel,
  tasks: readonly Task[],
  search: SearchOptions,
  split: Split,
  seed: number,
): Promise<ReadonlyMap<string, { readonly subnetwork: Subnetwork; readonly metrics: ClassificationMetrics }>> => {
  const random = randomlyInitialized(network, seed);
  try {
    const found = subnetworksOf(await discoverSubnetworks(random, tasks, search));
    const metrics = await evaluateSubnetworks(random, found, split);
    return new Map(found.map((subnetwork, index) => [subnetwork.task, { subnetwork, metrics: metrics[index]! }]));
  } finally {
    random.dispose();
  }
};
