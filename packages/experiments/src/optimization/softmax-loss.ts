import type { WeightedLabels } from './cross-entropy.js';

/**
 * The weighted cross-entropy of a batch's logits `[classes, batch]`, over the batch size, on the host.
 *
 * The logits are replaced by their gradient: weight · (softmax − one-hot) / batch. An ignored sample has weight 0. `of` is the size of the
 * whole batch, if this is a part of one.
 */
export const softmaxLoss = (logits: Float32Array, { y, classWeights }: WeightedLabels, batch: Uint32Array, of = batch.length): number => {
  const size = batch.length;
  let loss = 0;
  for (let sample = 0; sample < size; sample++) {
    const label = y[batch[sample]!]!;
    const weight = (classWeights[label] ?? 0) / of;
    const own = weight === 0 ? 0 : logits[label * size + sample]!;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let at = sample; at < logits.length; at += size) greatest = Math.max(greatest, logits[at]!);
    let total = 0;
    for (let at = sample; at < logits.length; at += size) {
      const raised = Math.exp(logits[at]! - greatest);
      logits[at] = raised;
      total += raised;
    }
    const scale = weight / total;
    for (let at = sample; at < logits.length; at += size) logits[at]! *= scale;
    if (weight === 0) continue;
    loss += weight * (greatest + Math.log(total) - own);
    logits[label * size + sample]! -= weight;
  }
  return loss;
};
