import { optional, requireOptions, wholeNumber } from '@dum/errors';

/** The number of samples to keep of `count`. */
export const limited = (who: string, count: number, limit: number | undefined): number => {
  requireOptions(who, { limit }, { limit: optional(wholeNumber(1)) });
  return Math.min(count, limit ?? count);
};
