import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { fingerprintNetwork } from '@dum/masks';
import type { Subnetwork } from '@dum/masks/mask-set';
import { requireAlphaOfLayers } from './price/require-alpha.js';
import type { Discovery } from './discovery.js';
import { memoryLeft } from '../masked/frozen-activations.js';
import { createMaskedBody } from '../masked/masked-body.js';
import { fillFollowing } from './following-settings.js';
import { type DiscoveryOptions, resolveOptions } from './options.js';
import { type GroupSearch, searchGroup } from './search-group.js';
import { searchRestarts } from './search-restarts.js';
import { requireSharedSamples } from '../masked/shared-samples.js';
import type { SearchedTask } from './warm-start.js';

/** Something that searches tasks elsewhere: what `createWorkerPool` of `@dum/experiments/workers` makes. */
export interface SearchWorkers {
  /**
   * Searches tasks as {@link discoverSubnetworks} does.
   *
   * @hidden
   */
  readonly search: (search: GroupSearch) => Promise<SearchedTask[]>;
  /**
   * Makes the arrays that activations are held in, such as those that other threads see.
   *
   * @hidden
   */
  readonly allocate?: (length: number) => Float32Array;
}

/** The settings of a search, and who does it. */
export interface SearchOptions extends DiscoveryOptions {
  /** Spreads the tasks over worker threads, with the same results to the bit; default this thread. */
  readonly workers?: SearchWorkers;
}

/**
 * Finds the subnetwork of each task in one pass: masks on the units of a frozen network, learned by gradient descent.
 *
 * The frozen part before the first mask is computed once and cached; each epoch then trains the masks and a new head of every task
 * at once, on the training split alone, and a new read-out is fitted on each final hard mask. The validation split is measured after
 * every epoch; with `patience`, the masks of its best epoch count.
 * The network given stays untouched, to the bit. A task's result does not depend on which tasks ride along, and the same seed and
 * backend give the same bits.
 *
 * Throws `bad-input`, before training, for an unknown option or layer, a setting out of range, prices by layer that are not those of all
 * masked layers, tasks that do not share their samples, or samples that do not fit the network. A task whose loss or logits leave all
 * bounds ends with status `diverged` and no mask; the others go on.
 *
 * @example
 * const found = await discoverSubnetworks(network, oneVsRest({ train, validation, classNames }), { alpha: 1e-3, seed: 1 });
 */
export const discoverSubnetworks = async (
  network: LayersModel,
  tasks: readonly Task[],
  { workers, ...options }: SearchOptions = {},
): Promise<Discovery[]> => {
  const given = resolveOptions(options);
  const { train, validation } = requireSharedSamples('discoverSubnetworks', tasks);
  const fingerprint = await fingerprintNetwork(network);
  const { layers, granularity, inputs, memory } = given;
  const body = createMaskedBody(network, { taskSeeds: [0], layers, granularity, inputs, mask: { initialKeepProbability: 0.9 } });
  try {
    requireAlphaOfLayers(
      'discoverSubnetworks',
      given.alpha,
      body.masks.map(({ layer }) => layer),
    );
    const allocate = workers?.allocate;
    const held = await body.activate(train, { memory, allocate });
    const rest = { memory: memoryLeft(memory, held), allocate };
    const activations = { train: held, validation: await body.activate(validation, rest) };
    const settings = await fillFollowing(given, body, held);
    const searched = await searchRestarts(workers?.search ?? searchGroup, { network, fingerprint, tasks, activations, settings });
    return searched.map(({ discovery }) => discovery);
  } finally {
    body.dispose();
  }
};

/**
 * Finds the subnetwork of one task: {@link discoverSubnetworks} with a list of one.
 *
 * @example
 * const { subnetwork } = await discoverSubnetwork(network, isZero);
 */
export const discoverSubnetwork = async (network: LayersModel, task: Task, options: SearchOptions = {}): Promise<Discovery> =>
  (await discoverSubnetworks(network, [task], options))[0]!;

/** The subnetworks of the tasks that did not diverge, in order. */
export const subnetworksOf = (discoveries: readonly Discovery[]): Subnetwork[] =>
  discoveries.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [subnetwork]));
