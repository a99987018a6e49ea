import { step } from '@tensorflow/tfjs-core';
import type { Estimator } from '@dum/masks';

/** An estimator whose samples are the logits themselves, so that a mask is what its variable holds and the gradient is that of the mask. */
export const maskItself: Estimator = {
  name: 'maskItself',
  relaxed: true,
  deterministic: true,
  sample: (logits) => logits,
  harden: (logits) => step(logits),
  keepProbability: (logits) => logits,
  initialLogit: (keepProbability) => keepProbability,
};
