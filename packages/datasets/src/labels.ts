import { DumError } from '@dum/errors';

/** The most classes that data or a task may have: labels are 0 to 65,534. */
export const mostClasses = 65_535;

/** The label of a sample that a task ignores. The sample keeps its index, so that tasks share samples, and has weight 0. */
export const ignoredLabel = 65_535;

/**
 * Converts class indices to labels of two bytes; a Uint16Array is returned unchanged.
 *
 * `refuse` gets the first label that is not a whole number below `classCount`, and its index.
 */
export const wholeLabels = (
  y: ArrayLike<number | bigint>,
  classCount: number,
  refuse: (label: number | bigint, at: number) => never,
): Uint16Array => {
  for (let at = 0; at < y.length; at++) {
    const label = Number(y[at]);
    if (!(Number.isInteger(label) && label >= 0 && label < classCount)) refuse(y[at]!, at);
  }
  return y instanceof Uint16Array ? y : Uint16Array.from(y, Number);
};

/** Throws `bad-input` for a number of classes that labels cannot have. */
export const requireClassCount = (who: string, classCount: number): void => {
  if (Number.isInteger(classCount) && classCount >= 1 && classCount <= mostClasses) return;
  throw new DumError('bad-input', `${who}: classCount is ${classCount}; expected a whole number from 1 to ${mostClasses}`);
};
