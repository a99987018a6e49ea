import { consecutiveBatches } from '../optimization/batches.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import { createHardFeatures } from '../masked/hard-features.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { TaskFeatures } from '../masked/task-features.js';

/** Computes a task's logits from its masked features. */
export interface TaskReader {
  readonly classes: number;
  /** The logits of a batch, `[classes, batch]`. */
  readonly logitsOf: (features: TaskFeatures, batch: number) => Float32Array;
}

/** The logits of each reader for every sample, under the body's hard masks: `[samples, classes]` each, row-major. */
export const readerLogits = async (
  body: MaskedBody,
  activations: FrozenActivations,
  readers: readonly TaskReader[],
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Promise<Float32Array[]> => {
  const outputs = readers.map(({ classes }) => allocate(activations.count * classes));
  const featuresOf = await createHardFeatures(body);
  for await (const read of activations.read(consecutiveBatches(activations.count, body.rowsAtOnce))) {
    const { batch } = read;
    for (const [task, features] of (await featuresOf(read)).entries()) {
      const { classes, logitsOf } = readers[task]!;
      logitsOf(features, batch.length).forEach((logit, at) => {
        outputs[task]![(batch[0]! + (at % batch.length)) * classes + Math.floor(at / batch.length)] = logit;
      });
    }
  }
  return outputs;
};
