import type { WeightedLabels } from '../../training/cross-entropy.js';

/** Where one task's head stands in the arrays of all heads. */
export interface HeadPlace {
  readonly task: number;
  readonly features: number;
  readonly classes: number;
}

/**
 * The loss of one task's head on a batch, and its gradient with respect to the logits, `[classes, batch]`.
 *
 * Logits are Σ over kept features of K[f, k] · a[f, b] + c[k]; the loss is the weighted cross-entropy of their softmax over the batch size.
 */
export const headLoss = (
  { task, features, classes }: HeadPlace,
  { kernel, bias }: { readonly kernel: Float32Array; readonly bias: Float32Array },
  kept: Uint32Array,
  rows: Float32Array,
  { y, classWeights }: WeightedLabels,
  batch: Uint32Array,
): { loss: number; gradient: Float32Array } => {
  const size = batch.length;
  const logits = new Float32Array(classes * size);
  for (let index = 0; index < classes; index++) {
    const row = logits.subarray(index * size, (index + 1) * size).fill(bias[task * classes + index]!);
    for (const feature of kept) {
      const weight = kernel[(task * features + feature) * classes + index]!;
      const values = rows.subarray(feature * size, (feature + 1) * size);
      for (let sample = 0; sample < size; sample++) row[sample]! += weight * values[sample]!;
    }
  }
  let loss = 0;
  for (let sample = 0; sample < size; sample++) {
    const label = y[batch[sample]!]!;
    const weight = (classWeights[label] ?? 0) / size;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < classes; index++) greatest = Math.max(greatest, logits[index * size + sample]!);
    let total = 0;
    for (let index = 0; index < classes; index++) total += Math.exp(logits[index * size + sample]! - greatest);
    if (weight !== 0) loss += weight * (greatest + Math.log(total) - logits[label * size + sample]!);
    for (let index = 0; index < classes; index++) {
      const probability = Math.exp(logits[index * size + sample]! - greatest) / total;
      logits[index * size + sample] = weight * (probability - (index === label ? 1 : 0));
    }
  }
  return { loss, gradient: logits };
};

/** Σ over the batch of a[f, b] · dz[k, b] for every feature, kept or not: `[features, classes]`. */
export const featureGradients = (
  rows: Float32Array,
  gradient: Float32Array,
  { features, classes }: HeadPlace,
  size: number,
): Float32Array => {
  const sums = new Float32Array(features * classes);
  for (let feature = 0; feature < features; feature++) {
    for (let index = 0; index < classes; index++) {
      let sum = 0;
      for (let sample = 0; sample < size; sample++) sum += rows[feature * size + sample]! * gradient[index * size + sample]!;
      sums[feature * classes + index] = sum;
    }
  }
  return sums;
};

/** Σ over classes of K[f, k] · dz[k, b] for the kept features: `[kept, batch]`. */
export const backwardHead = (
  { task, features, classes }: HeadPlace,
  kernel: Float32Array,
  kept: Uint32Array,
  gradient: Float32Array,
  size: number,
): Float32Array => {
  const rows = new Float32Array(kept.length * size);
  kept.forEach((feature, at) => {
    for (let index = 0; index < classes; index++) {
      const weight = kernel[(task * features + feature) * classes + index]!;
      for (let sample = 0; sample < size; sample++) rows[at * size + sample]! += weight * gradient[index * size + sample]!;
    }
  });
  return rows;
};
