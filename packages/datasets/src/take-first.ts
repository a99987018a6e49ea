import { DumError } from '@dum/errors';
import { brandSplit, type Role, type Split, sampleSize } from './split.js';

/**
 * The first `count` samples of a split, sharing its memory; all of them when there are fewer.
 *
 * @throws DumError 'bad-input' when `count` is not a whole number of at least 1.
 */
export const takeFirst = <R extends Role>(split: Split<R>, count: number): Split<R> => {
  if (!Number.isInteger(count) || count < 1)
    throw new DumError('bad-input', `takeFirst: count is ${count}; expected a whole number of at least 1`);
  if (count >= split.count) return split;
  const { role, x, y, sampleShape } = split;
  return brandSplit(role, { x: x.subarray(0, count * sampleSize(sampleShape)), y: y.subarray(0, count), sampleShape });
};
