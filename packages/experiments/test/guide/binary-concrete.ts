import { add, cast, div, greater, sigmoid } from '@tensorflow/tfjs-core';
import type { Estimator } from '@dum/masks';

/** Relaxed samples σ((l + noise) / τ): the Gumbel-sigmoid without its threshold (Maddison et al. 2017, arXiv 1611.00712). */
export const binaryConcrete = (): Estimator => ({
  name: 'binaryConcrete',
  relaxed: true,
  searchDefaults: { temperature: { start: 1, end: 0.1 } },
  sample: (logits, noise, temperature) => sigmoid(div(add(logits, noise), temperature)),
  harden: (logits) => cast(greater(logits, 0), 'float32'),
  keepProbability: (logits) => sigmoid(logits),
  initialLogit: (keepProbability) => Math.log(keepProbability / (1 - keepProbability)),
});
