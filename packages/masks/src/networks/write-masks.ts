import { tensor } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import type { MaskSet } from '../mask-set/mask-set.js';
import type { MaskedNetwork } from './insert-masks.js';

/**
 * Sets the masks of a masked network to hold these mask sets, one a task, in order: the inverse of `readMasks`.
 *
 * Kept units get logit 1, the rest −1. Throws `bad-input` when the number of sets is not that of the tasks, or a set lacks a masked
 * layer or has it in another shape.
 */
export const writeMasks = ({ masks }: MaskedNetwork, maskSets: readonly MaskSet[]): void => {
  for (const { layer, mask } of masks) {
    const [tasks, ...units] = mask.logits.shape as [number, ...number[]];
    if (maskSets.length !== tasks) {
      throw new DumError('bad-input', `writeMasks: ${maskSets.length} mask sets came; "${mask.name}" holds ${tasks} tasks`);
    }
    const size = units.reduce((product, axis) => product * axis, 1);
    const logits = new Float32Array(tasks * size);
    maskSets.forEach((set, task) => {
      const found = set.layers.find((candidate) => candidate.layer === layer);
      if (found === undefined || found.shape.join() !== units.join()) {
        const came =
          found === undefined ? `only ${set.layers.map((other) => other.layer).join(', ')}` : `shape [${found.shape.join(', ')}]`;
        throw new DumError(
          'bad-input',
          `writeMasks: layer "${layer}" needs a mask of shape [${units.join(', ')}]; the mask set has ${came}`,
        );
      }
      found.kept.forEach((bit, unit) => {
        logits[task * size + unit] = bit === 1 ? 1 : -1;
      });
    });
    const value = tensor(logits, mask.logits.shape as number[]);
    mask.logits.write(value);
    value.dispose();
  }
};
