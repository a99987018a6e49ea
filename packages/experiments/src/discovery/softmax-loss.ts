import type { WeightedLabels } from '../training/cross-entropy.js';

/**
 * The weighted cross-entropy of a batch's logits `[classes, batch]`, over the batch size, on the host.
 *
 * The logits become their gradient in place: weight · (softmax − one-hot) / batch. An ignored sample weighs nothing.
 */
export const softmaxLoss = (logits: Float32Array, { y, classWeights }: WeightedLabels, batch: Uint32Array): number => {
  const size = batch.length;
  const classes = logits.length / size;
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
  return loss;
};
