import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { fingerprintNetwork } from '@dum/masks';
import { activateBoth } from '../masked/activate-both.js';
import { createFrozenBody } from '../masked/frozen-body.js';
import { maskBody } from '../masked/masked-body.js';
import { requireNormalization } from '../masked/mask-effects.js';
import { requireSharedSamples } from '../masked/shared-samples.js';
import { meansFor, readOriginalHead } from '../read-outs/index.js';
import { fillFollowing } from './following-settings.js';
import { type DiscoveryOptions, type DiscoverySettings, type GivenSettings, resolveOptions } from './options.js';
import { readsOriginalHead, readsWholeOutputs, wholeOutputs } from './search-read-outs.js';
import type { GroupSearch } from './group-search.js';
import { searchGroup } from './search-group.js';
import { searchRestarts } from './search-restarts.js';
import type { SearchTask } from './search-task.js';
import type { SearchedTask } from './search-result.js';
import { requireMaskedLayers } from './require-for-layers.js';

const who = 'discoverSubnetworks';

/** Searches tasks elsewhere, such as the result of `createWorkerPool` of `@dum/experiments/workers`. */
export interface SearchWorkers {
  /**
   * Searches tasks as `discoverSubnetworks` does.
   *
   * @hidden
   */
  readonly search: (search: GroupSearch) => Promise<SearchedTask[]>;
  /**
   * Allocates the arrays for activations, such as ones that other threads see.
   *
   * @hidden
   */
  readonly allocate?: (length: number) => Float32Array;
}

/** Options of a search, with its workers. */
export interface SearchOptions extends DiscoveryOptions {
  /** Spreads the tasks over worker threads, with the same results to the bit; default this thread. */
  readonly workers?: SearchWorkers;
}

/** The changes of one search to the settings that its network was prepared with. */
interface SearchChanges {
  /** Default all tasks. */
  readonly tasks?: readonly SearchTask[];
  readonly settings?: Partial<
    Omit<DiscoverySettings, 'layers' | 'inputs' | 'granularity' | 'memory' | 'objective' | 'readOut' | 'dropped'>
  >;
}

/** A network that can be searched any number of times: it is masked once, and its frozen part is computed once. */
export interface PreparedSearch extends GroupSearch {
  /** Searches the tasks, `restarts` times each. */
  search(changes?: SearchChanges): Promise<SearchedTask[]>;
  dispose(): void;
}

/** Masks a network for searches, and reads the original head if they need it. Throws `bad-input` for a head that can't be read. */
export const maskForSearch = async (
  network: LayersModel,
  tasks: readonly SearchTask[],
  settings: GivenSettings,
): Promise<Pick<GroupSearch, 'network' | 'body' | 'frozen' | 'head'>> => {
  const body = createFrozenBody(network, settings);
  try {
    requireNormalization(who, settings.normalization, body);
    const head = readsOriginalHead(settings) ? await readOriginalHead(who, network, body.features, tasks) : undefined;
    return { network, body, frozen: await fingerprintNetwork(body.tail), head };
  } catch (error) {
    body.dispose();
    throw error;
  }
};

/**
 * Prepares a search: checks its settings, masks the network, computes the activations before the first mask, and fills in the settings
 * that follow from them.
 *
 * Throws `bad-input` as `discoverSubnetworks` does.
 */
export const prepareSearch = async (
  network: LayersModel,
  tasks: readonly Task[],
  { workers, ...options }: SearchOptions = {},
): Promise<PreparedSearch> => {
  const given = resolveOptions(options);
  const { train, validation } = requireSharedSamples(who, tasks);
  const fingerprint = await fingerprintNetwork(network);
  const masked = await maskForSearch(network, tasks, given);
  const { body, head } = masked;
  try {
    const layers = body.places.map(({ layer }) => layer);
    const priced = { option: 'alpha', noun: 'price', advice: 'give each of them a price, 0 where units are free' };
    requireMaskedLayers(who, priced, given.alpha, layers);
    const kept = { option: 'initialKeepProbability', noun: 'probability', advice: 'give each of them a probability' };
    if (given.initialKeepProbability !== undefined) requireMaskedLayers(who, kept, given.initialKeepProbability, layers);
    const allocate = workers?.allocate;
    const [trained, watched] = await activateBoth(body, [train, validation], { memory: given.memory, allocate });
    const activations = { train: trained, validation: watched };
    const whole = maskBody(body, { taskSeeds: [0], mask: { initialKeepProbability: 0.9 } });
    const settings = await fillFollowing(given, whole, trained);
    const outputs = readsWholeOutputs(given) ? await wholeOutputs(whole, head!, activations, allocate) : undefined;
    whole.dispose();
    const means = await meansFor(given, body, trained);
    const prepared: GroupSearch = { ...masked, fingerprint, tasks, activations, outputs, means, settings };
    return {
      ...prepared,
      search: ({ tasks: some = tasks, settings: changed } = {}) =>
        searchRestarts(workers?.search ?? searchGroup, { ...prepared, tasks: some, settings: { ...settings, ...changed } }),
      dispose: () => body.dispose(),
    };
  } catch (error) {
    body.dispose();
    throw error;
  }
};
