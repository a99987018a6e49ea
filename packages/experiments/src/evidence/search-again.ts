import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import type { MaskSet, Subnetwork } from '@dum/masks/mask-set';
import { discoverSubnetworks, prepareSearch, type SearchOptions, subnetworksOf } from '../search/index.js';
import { evaluateSubnetworks } from '../evaluation/evaluate-subnetworks.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { randomlyInitialized } from './randomly-initialized.js';

/** Repeats a search with other seeds, and returns the masks of each task by its name. */
export const masksOfSeeds = async (
  network: LayersModel,
  tasks: readonly Task[],
  searchAs: (seed: number) => SearchOptions,
  seeds: readonly number[],
): Promise<ReadonlyMap<string, MaskSet>[]> => {
  const [first] = seeds;
  if (first === undefined) return [];
  const prepared = await prepareSearch(network, tasks, searchAs(first));
  try {
    const masks: Map<string, MaskSet>[] = [];
    for (const seed of seeds) {
      const { onProgress } = searchAs(seed);
      const found = await prepared.search({ settings: { seed, ...(onProgress === undefined ? {} : { onProgress }) } });
      masks.push(new Map(subnetworksOf(found.map(({ result }) => result)).map((each) => [each.task, each.masks])));
    }
    return masks;
  } finally {
    prepared.dispose();
  }
};

/** Repeats a search in a randomly initialized network, and returns the subnetwork of each task with its figures. */
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
