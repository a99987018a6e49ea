import { finiteNumber, optional, wholeNumber } from '@dum/errors';
import { defaultMemory } from '../masked/frozen-activations.js';

/** How linear probes are fitted. Probes that are compared need the same settings. */
export interface ProbeFitting {
  /** Passes that fit each linear probe; default 4. */
  readonly readOutEpochs?: number;
  /** Samples of each step; default as in a search: 256, or 64 where the first mask acts on images or sequences. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take; larger ones are recomputed. Default 512. */
  readonly memory?: number;
  /** Seeds all randomness; default 1. */
  readonly seed?: number;
}

/** The defaults of {@link ProbeFitting} that do not depend on the network, which are those of a search. */
export const probeFittingDefaults = { readOutEpochs: 4, memory: defaultMemory, seed: 1 } satisfies ProbeFitting;

/** What each of {@link ProbeFitting} may be. */
export const probeFittingKinds = {
  readOutEpochs: wholeNumber(1),
  batchSize: optional(wholeNumber(1)),
  memory: finiteNumber({ atLeast: 0 }),
  seed: wholeNumber(),
};
