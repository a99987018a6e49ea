import { tensor } from '@tensorflow/tfjs-core';
import type { MaskedBody } from './masked-body.js';

/** Sets the masks of a body to these values: for each task, one array for each mask. */
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
