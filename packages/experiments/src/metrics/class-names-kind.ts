import type { OptionKind } from '@dum/errors';

/** The names of the classes of data, for the arguments of functions. */
export const classNamesKind: OptionKind = {
  expected: 'the name of each class of the data, as its data set has them',
  holds: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
};
