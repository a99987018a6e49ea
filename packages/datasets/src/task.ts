import { DumError } from '@dum/errors';
import { ignoredLabel, wholeLabels } from './labels.js';
import { brandSplit, type Role, requireSplit, type Split, type TrainSplit, type ValidationSplit } from './split.js';

/**
 * Data with new labels: a question that a subnetwork is to answer.
 *
 * The sources of `train` and `validation` are those of the data that it was made from, so that many tasks cost one copy and can be learned
 * from one pass. A test split gets the task's labels by `relabel(test, task.classOf)`.
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

/** How `classWeights` are chosen: `balancedClassWeights` of the training labels, or 1 for every class. */
export type ClassWeighting = 'balanced' | 'none';

/**
 * A split with the labels `classOf[y]`; its samples are shared, ignored samples stay ignored.
 *
 * @throws DumError 'bad-input' when a label has no entry in `classOf`, or an entry is no label.
 *
 * @example
 * const test = relabel(mnist.test, task.classOf);
 */
export const relabel = <R extends Role>(split: Split<R>, classOf: ArrayLike<number>): Split<R> => {
  const { role, source, y } = requireSplit(split, 'relabel');
  const labels = wholeLabels(classOf, ignoredLabel + 1, (label, at) => {
    throw new DumError('bad-input', `relabel: classOf is ${label} for class ${at}; expected 0 to ${ignoredLabel - 1}, or ${ignoredLabel}`);
  });
  const unknown = y.findIndex((label) => label !== ignoredLabel && label >= labels.length);
  if (unknown >= 0)
    throw new DumError(
      'bad-input',
      `relabel: label ${y[unknown]} at sample ${unknown} has no entry in classOf, which has ${labels.length}; expected one a class of the data`,
    );
  return brandSplit(role, { source, y: y.map((label) => (label === ignoredLabel ? ignoredLabel : labels[label]!)) });
};
