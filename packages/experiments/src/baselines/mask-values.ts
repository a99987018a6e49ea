import { step, tensor } from '@tensorflow/tfjs-core';
import type { Estimator } from '@dum/masks';
import type { MaskedBody } from '../discovery/masked-body.js';

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

/** Lets the masks of a body hold these values: for each task, one array a mask. */
export const writeMaskValues = (body: MaskedBody, values: readonly (readonly ArrayLike<number>[])[]): void => {
  body.masks.forEach(({ mask: { logits } }, at) => {
    const written = tensor(
      values.flatMap((ofTask) => Array.from(ofTask[at]!)),
      logits.shape as number[],
    );
    logits.write(written);
    written.dispose();
  });
};
