import { arrayOf, DumError, requireOptions } from '@dum/errors';
import { ignoredLabel, wholeLabels } from './labels.js';
import { brandSplit, type Role, requireSplit, type Split, type TrainSplit, type ValidationSplit } from './split.js';

/**
 * Data with new labels: a question for a subnetwork.
 *
 * `train` and `validation` share the sources of the original data, so that many tasks need one copy and can be learned in one pass. A test
 * split gets the task's labels with `relabel(test, task.classOf)`.
 */
export interface Task {
  readonly name: string;
  readonly classNames: readonly string[];
  /** The task's class of each class of the data; `ignoredLabel` leaves one out. */
  readonly classOf: Uint16Array;
  readonly train: TrainSplit;
  readonly validation: ValidationSplit;
  /** Weight of a training sample of each class. */
  readonly classWeights: readonly number[];
}

/** What tasks are made from: a dataset's training split after `splitTrainValidation`, and its class names. */
export interface TaskData {
  readonly train: TrainSplit;
  readonly validation: ValidationSplit;
  readonly classNames: readonly string[];
}

/** The choice of `classWeights`: `balancedClassWeights` of the training labels, or 1 for every class. */
export type ClassWeighting = 'balanced' | 'none';

/**
 * Relabels a split with `classOf[y]`; samples are shared, and ignored samples stay ignored.
 *
 * @throws DumError 'bad-input' when a label has no entry in `classOf`, or an entry is not a label.
 *
 * @example
 * const test = relabel(mnist.test, task.classOf);
 */
export const relabel = <R extends Role>(split: Split<R>, classOf: ArrayLike<number>): Split<R> => {
  const { role, source, y } = requireSplit(split, 'relabel');
  requireOptions('relabel', { classOf }, { classOf: arrayOf('a list of classes, one for each class of the data') });
  const labels = wholeLabels(classOf, ignoredLabel + 1, (label, at) => {
    throw new DumError('bad-input', `relabel: classOf is ${label} for class ${at}; expected 0 to ${ignoredLabel - 1}, or ${ignoredLabel}`);
  });
  const unknown = y.findIndex((label) => label !== ignoredLabel && label >= labels.length);
  if (unknown >= 0)
    throw new DumError(
      'bad-input',
      `relabel: label ${y[unknown]} at sample ${unknown} has no entry in classOf, which has ${labels.length}; expected one for each class of the data`,
    );
  return brandSplit(role, { source, y: y.map((label) => (label === ignoredLabel ? ignoredLabel : labels[label]!)) });
};
