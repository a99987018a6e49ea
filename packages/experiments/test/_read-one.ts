import type { ActivationBatch, FrozenActivations } from '../src/masked/frozen-activations.js';
import type { Batch } from '../src/optimization/batches.js';

/** The activations of one batch. */
export const readOne = async (activations: FrozenActivations, batch: Batch): Promise<ActivationBatch> => {
  for await (const read of activations.read([batch])) return read;
  throw new Error('nothing was read');
};
