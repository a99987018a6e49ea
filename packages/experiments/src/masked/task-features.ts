import type { ActivationBatch } from './frozen-activations.js';

/** The head's input for a batch under one task's hard mask, without the features that are zero throughout. */
export interface TaskFeatures {
  /** The indices of these features, ascending. */
  readonly indices: Uint32Array;
  /** `[indices.length, batch]` */
  readonly rows: Float32Array;
}

/** Computes the features of every task for a batch, under the hard masks that the body had when this was created. */
export type HardFeatures = (activations: ActivationBatch) => Promise<TaskFeatures[]>;
