import type { ActivationBatch } from './frozen-activations.js';

/** The head's input for a batch under one task's hard mask, without the features that are zero throughout. */
export interface TaskFeatures {
  /** Which features these are, ascending. */
  readonly indices: Uint32Array;
  /** `[indices.length, batch]` */
  readonly rows: Float32Array;
}

/** The features of every task for a batch, under the hard masks that a body held when this was made. */
export type HardFeatures = (activations: ActivationBatch) => Promise<TaskFeatures[]>;
