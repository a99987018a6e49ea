import { DumError } from '@dum/errors';

/** A whole number in [least, most], or a clear refusal. */
export const wholeNumber = (who: string, name: string, value: number, least: number, most: number): number => {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DumError('bad-input', `${who}: ${name} is ${value}; expected a whole number from ${least} to ${most}`);
};

/** A number of samples of `size` values each, at most 1 GiB in all, or a clear refusal. */
export const sampleCount = (who: string, name: string, count: number, size: number): number =>
  wholeNumber(who, name, count, 1, Math.floor(2 ** 28 / size));

/** A number in [least, most], or a clear refusal. */
export const numberBetween = (who: string, name: string, value: number, least: number, most: number): number => {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new DumError('bad-input', `${who}: ${name} is ${value}; expected a number from ${least} to ${most}`);
};
