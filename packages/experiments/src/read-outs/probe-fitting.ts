import { finiteNumber, wholeNumber } from '@dum/errors';
import { defaultMemory } from '../masked/frozen-activations.js';

/** How linear probes are fitted. Probes that are compared need the same settings. */
export interface ProbeFitting {
  /** Passes that fit each linear probe; default 4. */
  readonly readOutEpochs?: number;
  /** Samples of each step; default 256. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take; larger ones are recomputed. Default 512. */
  readonly memory?: number;
  /** Seeds all randomness; default 1. */
  readonly seed?: number;
}

/** The defaults of {@link ProbeFitting}, which are those of a search. */
export const probeFittingDefaults = { readOutEpochs: 4, batchSize: 256, memory: defaultMemory, seed: 1 } satisfies Required<ProbeFitting>;

/** What each of {@link ProbeFitting} may be. */
export const probeFittingKinds = {
  readOutEpochs: wholeNumber(1),
  batchSize: wholeNumber(1),
  memory: finiteNumber({ atLeast: 0 }),
  seed: wholeNumber(),
};
