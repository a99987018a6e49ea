import type { WeightedLabels } from '../../optimization/cross-entropy.js';

/** The share of each sample of a batch in its centre: its class weight, over the sum of them; 0 for an ignored sample. */
export const centreShares = ({ y, classWeights }: WeightedLabels, batch: Uint32Array): Float32Array => {
  const shares = Float32Array.from(batch, (row) => classWeights[y[row]!] ?? 0);
  const total = shares.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? shares : shares.map((weight) => weight / total);
};

/** Centres logits `[classes, batch]` in place: those of each class get the mean `centres[class]`. */
export const centreLogits = (logits: Float32Array, centres: Float32Array, shares: Float32Array): void => {
  const size = shares.length;
  centres.forEach((centre, index) => {
    const row = logits.subarray(index * size, (index + 1) * size);
    const shift = centre - centreOf(row, shares);
    for (let sample = 0; sample < size; sample++) row[sample]! += shift;
  });
};

/** The gradient of logits from that of centred ones, in place: g[k, b] − share[b] · Σ g[k, ·]. */
export const uncentreGradient = (gradient: Float32Array, shares: Float32Array): void => {
  const size = shares.length;
  for (let start = 0; start < gradient.length; start += size) {
    let sum = 0;
    for (let sample = 0; sample < size; sample++) sum += gradient[start + sample]!;
    for (let sample = 0; sample < size; sample++) gradient[start + sample]! -= shares[sample]! * sum;
  }
};

/** The mean of values, by the shares of their samples. */
export const centreOf = (values: Float32Array, shares: Float32Array): number => {
  let sum = 0;
  for (let sample = 0; sample < shares.length; sample++) sum += shares[sample]! * values[sample]!;
  return sum;
};
