import { DumError } from '@dum/errors';

/** How many of `count` samples to keep. */
export const limited = (who: string, count: number, limit: number | undefined): number => {
  if (limit === undefined) return count;
  if (!Number.isInteger(limit) || limit < 1)
    throw new DumError('bad-input', `${who}: limit is ${limit}; expected a whole number of at least 1`);
  return Math.min(count, limit);
};
