import { DumError } from '@dum/errors';
import { type Granularity, unitsText } from './granularity.js';

/**
 * The shape of a mask after a layer with outputs `[batch, ..., channels]`: `[channels]`, `[channels / size]` for groups of channels, or all
 * axes except the batch for elements.
 *
 * Throws `bad-input` when an axis of it has no fixed size, or for groups whose size doesn't divide the channels; `what` begins the message,
 * as in `insertMasks: layer "conv"`.
 */
export const unitShape = (what: string, outputShape: readonly (number | null)[], granularity: Granularity): number[] => {
  const shape = granularity === 'element' ? outputShape.slice(1) : outputShape.slice(-1);
  if (outputShape.length < 2 || !shape.every((size) => size !== null)) {
    throw new DumError(
      'bad-input',
      `${what} has an output of shape [${outputShape.map((size) => size ?? '?').join(', ')}], in which the number of ${unitsText(granularity)} is not fixed; expected [batch, ..., channels]`,
    );
  }
  if (typeof granularity !== 'object') return shape;
  const [channels] = shape as [number];
  const { channelGroup: size } = granularity;
  if (channels % size === 0) return [channels / size];
  throw new DumError(
    'bad-input',
    `${what} has ${channels} channels, which groups of ${size} don't divide; expected a size that divides them`,
  );
};
