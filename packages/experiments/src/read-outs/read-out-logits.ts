import type { TaskFeatures } from '../masked/task-features.js';

/** A linear read-out: kernel `[features, classes]` and bias `[classes]`, row-major. */
export interface LinearReadOut {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/**
 * The logits of a read-out for a batch, `[classes, batch]`: c[k] + Σ over the task's features of K[f, k] · a[f, b].
 *
 * With `rowsOfAll`, `rows` has a row for every feature of the network, not only for the task's.
 */
export const readOutLogits = (
  { indices, rows }: TaskFeatures,
  { kernel, bias }: LinearReadOut,
  batch: number,
  rowsOfAll = false,
): Float32Array => {
  const classes = bias.length;
  const logits = new Float32Array(classes * batch);
  for (let index = 0; index < classes; index++) {
    const row = logits.subarray(index * batch, (index + 1) * batch).fill(bias[index]!);
    indices.forEach((feature, at) => {
      const weight = kernel[feature * classes + index]!;
      const start = (rowsOfAll ? feature : at) * batch;
      for (let sample = 0; sample < batch; sample++) row[sample]! += weight * rows[start + sample]!;
    });
  }
  return logits;
};

/** Σ over classes of K[f, k] · dz[k, b] for some features, from the gradient of the logits: `[features.length, batch]`. */
export const readOutBackward = (
  { kernel, bias }: LinearReadOut,
  features: Uint32Array,
  gradient: Float32Array,
  batch: number,
): Float32Array => {
  const classes = bias.length;
  const rows = new Float32Array(features.length * batch);
  features.forEach((feature, at) => {
    for (let index = 0; index < classes; index++) {
      const weight = kernel[feature * classes + index]!;
      for (let sample = 0; sample < batch; sample++) rows[at * batch + sample]! += weight * gradient[index * batch + sample]!;
    }
  });
  return rows;
};
