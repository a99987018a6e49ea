import { fillOptions, requireOptions, wholeNumber } from '@dum/errors';
import { type DiscoveryOptions, resolveOptions, type SearchOptions } from '../search/index.js';
import { type ProbeFitting, probeFittingDefaults, probeFittingKinds } from '../read-outs/index.js';
import type { Evidence } from './evidence.js';

/** Options of {@link gatherEvidence}. Use the same settings for linear probes as in the search. */
export interface EvidenceOptions extends ProbeFitting {
  /** Random masks of the same sizes; default 100. */
  readonly draws?: number;
  /** The classes of the original head; without them its figures and the recall lost are left out. */
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
  const defaults = { ...probeFittingDefaults, draws: 100, atOnce: Math.max(1, subnetworks) };
  const settings = fillOptions(who, defaults, options, [
    'batchSize',
    'classNames',
    'search',
    'otherSeeds',
    'onEvidence',
    'onProgress',
    'signal',
  ]);
  requireOptions(who, settings, { ...probeFittingKinds, draws: wholeNumber(1), atOnce: wholeNumber(1) });
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
