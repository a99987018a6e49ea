import { step } from '@tensorflow/tfjs-core';
import type { Estimator } from '@dum/masks';

/** An estimator whose samples are the logits themselves, so that the gradient of a logit is that of its mask. */
export const maskItself: Estimator = {
  name: 'maskItself',
  relaxed: true,
  deterministic: true,
  sample: (logits) => logits,
  harden: (logits) => step(logits),
  keepProbability: (logits) => logits,
  initialLogit: (keepProbability) => keepProbability,
};
