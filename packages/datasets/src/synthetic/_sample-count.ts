import { type OptionKind, wholeNumber } from '@dum/errors';

/** A number of samples of `size` values each, at most 1 GiB in all. */
export const sampleCount = (size: number): OptionKind => wholeNumber(1, Math.floor(2 ** 28 / size));
