import { requireOptions, wholeNumber } from '@dum/errors';
import { sizeOf } from './_shape.js';
import { brandSplit, type Role, requireSplit, type Split } from './split.js';

/**
 * The first `count` samples of a split, sharing its memory; the split itself when it has no more.
 *
 * @throws DumError 'bad-input' when `count` is not a whole number of at least 1.
 */
export const takeFirst = <R extends Role>(split: Split<R>, count: number): Split<R> => {
  const { role, x, y, sampleShape } = requireSplit(split, 'takeFirst');
  requireOptions('takeFirst', { count }, { count: wholeNumber(1) });
  if (count >= split.count) return split;
  return brandSplit(role, { x: x.subarray(0, count * sizeOf(sampleShape)), y: y.subarray(0, count), sampleShape });
};
