import { DumError } from '@dum/errors';

/** The most classes that data or a task may have: labels are 0 to 65,534. */
export const mostClasses = 65_535;

/** The label of a sample that a task leaves out, which no class can have: it keeps its place, so that tasks share samples, and weighs nothing. */
export const ignoredLabel = 65_535;

/**
 * Class indices as labels of two bytes; a Uint16Array is kept as it is.
 *
 * `refuse` gets the first label that is no whole number below `classCount`, and where it is.
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

/** The number of classes, when it is one that labels can have. */
export const requireClassCount = (who: string, classCount: number): void => {
  if (Number.isInteger(classCount) && classCount >= 1 && classCount <= mostClasses) return;
  throw new DumError('bad-input', `${who}: classCount is ${classCount}; expected a whole number from 1 to ${mostClasses}`);
};
