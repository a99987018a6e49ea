import { fillOptions, finiteNumber, requireOptions, wholeNumber } from '@dum/errors';
import { type DiscoveryOptions, resolveOptions, type SearchOptions } from '../search/index.js';
import { defaultMemory } from '../masked/frozen-activations.js';
import type { Evidence } from './evidence.js';

/** What evidence is gathered with; take the settings of the read-outs from the search. */
export interface EvidenceOptions {
  /** Random masks of the same sizes; default 100. */
  readonly draws?: number;
  /** Passes in which every read-out is fitted; default 4. */
  readonly readOutEpochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take. */
  readonly memory?: number;
  /** Keys draws and resampling; default 1. */
  readonly seed?: number;
  /** The classes that the network's own head answers; without them its figures and the damage are left out. */
  readonly classNames?: readonly string[];
  /** The settings of the search, for the controls that search again; without them these are left out. */
  readonly search?: SearchOptions;
  /** Seeds of further searches, by which stability is judged; default two others. */
  readonly otherSeeds?: readonly number[];
  /**
   * Of how many subnetworks controls are fitted and searches repeated together; default all. What is frozen is computed once for each so many,
   * and figures are the same.
   */
  readonly atOnce?: number;
  /** Hears of the evidence of each so many when it is done, before that of others is gathered. */
  readonly onEvidence?: (evidence: readonly Evidence[]) => void | Promise<void>;
  /** Hears what is being done, and which share of that is done, from 0 to 1. */
  readonly onProgress?: (what: string, done: number) => void;
  /** Ends the run by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** Options with every default filled in. */
export type EvidenceSettings = ReturnType<typeof resolveEvidenceOptions>;

/** Options with every default filled in, for so many subnetworks. Throws `bad-input` for one that is out of range or unknown. */
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

/** The settings that a search has wherever it is done. */
const withoutWorkers = (search: SearchOptions): DiscoveryOptions => {
  const settings = { ...search };
  delete settings.workers;
  return settings;
};
