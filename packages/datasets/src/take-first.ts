import { requireOptions, wholeNumber } from '@dum/errors';
import { firstPlaces, subset } from './rows/subset.js';
import { brandSplit, type Role, requireSplit, type Split } from './split.js';

/**
 * The first `count` samples of a split, sharing its memory; the split itself when it has no more.
 *
 * @throws DumError 'bad-input' when `count` is not a whole number of at least 1.
 */
export const takeFirst = <R extends Role>(split: Split<R>, count: number): Split<R> => {
  const { role, source, y } = requireSplit(split, 'takeFirst');
  requireOptions('takeFirst', { count }, { count: wholeNumber(1) });
  if (count >= split.count) return split;
  return brandSplit(role, { source: subset(source, firstPlaces(count)), y: y.subarray(0, count) });
};
