import type { LayersModel } from '@tensorflow/tfjs-layers';
import { listOfKind, objectWith, requireOptions } from '@dum/errors';
import type { Task } from '@dum/datasets';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { SearchResult } from './search-result.js';
import { prepareSearch, type SearchOptions } from './prepare-search.js';

/**
 * Finds the subnetwork of each task in one pass: masks on the units of a frozen network, learned by gradient descent.
 *
 * The frozen part before the first mask is computed once and cached. Each epoch then trains the masks and a linear probe of every task
 * together, on the training split only; at the end a new linear probe is fitted to each final hard mask. The validation split is measured
 * after every epoch; with `patience`, the masks are those of the best epoch. Then they are refined, compared with masks that take no search,
 * and searched again from one that is better: see `refinements` and `check`.
 *
 * The network stays untouched, to the bit. A task's result does not depend on the other tasks, and the same seed and backend give the
 * same bits.
 *
 * Throws `bad-input`, before training, for an unknown option or layer, a setting out of range, prices by layer that do not match the
 * masked layers, tasks that do not share their samples, or samples that do not fit the network. A task whose loss or logits exceed the
 * divergence limit ends with status `diverged` and no mask; the others continue.
 *
 * @example
 * const found = await discoverSubnetworks(network, oneVsRest({ train, validation, classNames }), { alpha: 1e-3, seed: 1 });
 */
export const discoverSubnetworks = async (
  network: LayersModel,
  tasks: readonly Task[],
  options: SearchOptions = {},
): Promise<SearchResult[]> => {
  const prepared = await prepareSearch(network, tasks, options);
  try {
    return (await prepared.search()).map(({ result }) => result);
  } finally {
    prepared.dispose();
  }
};

/**
 * Finds the subnetwork of one task: {@link discoverSubnetworks} with a list of one.
 *
 * @example
 * const { subnetwork } = await discoverSubnetwork(network, isZero);
 */
export const discoverSubnetwork = async (network: LayersModel, task: Task, options: SearchOptions = {}): Promise<SearchResult> =>
  (await discoverSubnetworks(network, [task], options))[0]!;

/** The subnetworks of the tasks that did not diverge, in order. */
export const subnetworksOf = (results: readonly SearchResult[]): Subnetwork[] => {
  requireOptions('subnetworksOf', { results }, { results: resultsKind });
  return results.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [subnetwork]));
};

const resultsKind = listOfKind('a list of what discoverSubnetworks gives', objectWith('the result of a search', ['history']));
