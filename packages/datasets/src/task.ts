import { DumError } from '@dum/errors';
import { brandSplit, type Role, requireSplit, type Split, type TrainSplit, type ValidationSplit } from './split.js';

/** The label of a sample that a task leaves out: it keeps its place, so that tasks share `x`, and weighs nothing. */
export const ignoredLabel = 255;

/**
 * Data with new labels: a question that a subnetwork is to answer.
 *
 * `train.x` and `validation.x` are those of the data it was made from, by reference, so that many tasks cost one copy and
 * can be learned from one pass. A test split gets the task's labels by `relabel(test, task.classOf)`.
 */
export interface Task {
  readonly name: string;
  readonly classNames: readonly string[];
  /** The task's class of each class of the data; {@link ignoredLabel} leaves one out. */
  readonly classOf: Uint8Array;
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
 * A split with the labels `classOf[y]`; `x` is shared, ignored samples stay ignored.
 *
 * @throws DumError 'bad-input' when a label has no entry in `classOf`.
 *
 * @example
 * const test = relabel(mnist.test, task.classOf);
 */
export const relabel = <R extends Role>(split: Split<R>, classOf: Uint8Array): Split<R> => {
  const { role, x, y, sampleShape } = requireSplit(split, 'relabel');
  const unknown = y.findIndex((label) => label !== ignoredLabel && label >= classOf.length);
  if (unknown >= 0)
    throw new DumError(
      'bad-input',
      `relabel: label ${y[unknown]} at sample ${unknown} has no entry in classOf, which has ${classOf.length}; expected one a class of the data`,
    );
  return brandSplit(role, { x, y: y.map((label) => classOf[label] ?? ignoredLabel), sampleShape });
};
