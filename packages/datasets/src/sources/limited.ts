import { optional, requireOptions, wholeNumber } from '@dum/errors';

/** How many of `count` samples to keep. */
export const limited = (who: string, count: number, limit: number | undefined): number => {
  requireOptions(who, { limit }, { limit: optional(wholeNumber(1)) });
  return Math.min(count, limit ?? count);
};
