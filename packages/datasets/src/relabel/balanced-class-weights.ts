import { arrayOf, DumError, requireOptions } from '@dum/errors';
import { ignoredLabel } from '../labels.js';

/** The number of samples of each class, without ignored ones. */
export const countClasses = (y: ArrayLike<number>, classCount: number): number[] => {
  const counts = new Array<number>(classCount).fill(0);
  for (let sample = 0; sample < y.length; sample++) {
    const label = y[sample]!;
    if (label === ignoredLabel) continue;
    if (!(label < classCount))
      throw new DumError('bad-input', `balancedClassWeights: label ${label} at sample ${sample}; expected 0 to ${classCount - 1}`);
    counts[label]!++;
  }
  return counts;
};

/**
 * The weight of a sample of each class that gives all C classes the same total weight: w_c = N / (C · N_c), over the N samples that are not
 * ignored (for two classes N / (2 · N_c)). Their mean over samples is 1.
 *
 * @throws DumError 'bad-input' when a class has no sample or a label is not below `classCount`.
 *
 * @example
 * balancedClassWeights([0, 0, 0, 1], 2); // [2/3, 2]
 */
export const balancedClassWeights = (y: ArrayLike<number>, classCount: number): number[] => {
  requireOptions('balancedClassWeights', { y }, { y: arrayOf('a list of labels, such as the y of a split') });
  const counts = countClasses(y, classCount);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, label) => {
    if (count === 0)
      throw new DumError(
        'bad-input',
        `balancedClassWeights: class ${label} has no sample among ${total}; expected at least one of each of ${classCount} classes`,
      );
    return total / (classCount * count);
  });
};
