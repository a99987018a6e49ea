import { DumError } from '@dum/errors';
import type { Shape } from '@tensorflow/tfjs-layers';

/** What one bit of a mask stands for: a neuron or channel (the last axis), or a single element of the output. */
export type Granularity = 'channel' | 'element';

/**
 * The shape of the units of a layer's output, `[batch, ...]`: its last axis for `channel`, all but the batch for `element`.
 *
 * The two are the same for a dense layer. Throws `bad-input` when an axis of it has no fixed size.
 */
export const unitShape = (outputShape: Shape, granularity: Granularity): number[] => {
  const shape = granularity === 'channel' ? outputShape.slice(-1) : outputShape.slice(1);
  if (outputShape.length < 2 || shape.some((size) => size === null)) {
    throw new DumError(
      'bad-input',
      `unitShape: an output of shape [${outputShape.map((size) => size ?? '?').join(', ')}] has no fixed units of granularity "${granularity}"; expected [batch, ..., units]`,
    );
  }
  return shape as number[];
};
