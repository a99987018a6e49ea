import { fillOptions, finiteNumber, requireOptions, wholeNumber } from '@dum/errors';
import { type DiscoveryOptions, resolveOptions, type SearchOptions } from '../search/index.js';
import { defaultMemory } from '../masked/frozen-activations.js';
import type { Evidence } from './evidence.js';

/** Options of {@link gatherEvidence}. Use the same settings for linear probes as in the search. */
export interface EvidenceOptions {
  /** Random masks of the same sizes; default 100. */
  readonly draws?: number;
  /** Passes that fit every linear probe; default 4. */
  readonly readOutEpochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take. */
  readonly memory?: number;
  /** Seeds draws and resampling; default 1. */
  readonly seed?: number;
  /** The classes of the original head; without them its figures and the damage are left out. */
  readonly classNames?: readonly string[];
  /** The settings of the search, for controls that repeat it; without them these controls are left out. */
  readonly search?: SearchOptions;
  /** The seeds of repeated searches, which measure stability; default two others. */
  readonly otherSeeds?: readonly number[];
  /**
   * The number of subnetworks whose controls are fitted and searches repeated together; default all. The frozen part is computed once for
   * each group. It does not change any figure.
   */
  readonly atOnce?: number;
  /** Called with the evidence of each group before that of the next is gathered. */
  readonly onEvidence?: (evidence: readonly Evidence[]) => void | Promise<void>;
  /** Called with the current step, and the share of it that is done, from 0 to 1. */
  readonly onProgress?: (what: string, done: number) => void;
  /** Ends the run by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** Options with every default filled in. */
export type EvidenceSettings = ReturnType<typeof resolveEvidenceOptions>;

/** Fills in every default, for a number of subnetworks. Throws `bad-input` for an option that is out of range or unknown. */
export const resolveEvidenceOptions = (options: EvidenceOptions, subnetworks: number) => {
  const who = 'gatherEvidence';
  const defaults = { draws: 100, readOutEpochs: 4, batchSize: 256, memory: defaultMemory, seed: 1, atOnce: Math.max(1, subnetworks) };
  const settings = fillOptions(who, defaults, options, ['classNames', 'search', 'otherSeeds', 'onEvidence', 'onProgress', 'signal']);
  const kinds = {
    draws: wholeNumber(1),
    readOutEpochs: wholeNumber(1),
    batchSize: wholeNumber(1),
    memory: finiteNumber({ atLeast: 0 }),
    seed: wholeNumber(),
    atOnce: wholeNumber(1),
  };
  requireOptions(who, settings, kinds);
  const { seed: used } = resolveOptions(withoutWorkers(settings.search ?? {}));
  const otherSeeds = settings.otherSeeds ?? [used + 1, used + 2];
  return { ...settings, otherSeeds };
};

/** The settings of a search without its workers. */
const withoutWorkers = (search: SearchOptions): DiscoveryOptions => {
  const settings = { ...search };
  delete settings.workers;
  return settings;
};
