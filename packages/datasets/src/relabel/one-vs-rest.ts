import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { taskDataKind } from '../_argument-kinds.js';
import { classIndex, isNoList } from '../_class-names.js';
import type { ClassWeighting, Task, TaskData } from '../task.js';
import { createTask } from './_create-task.js';

/** Options of {@link oneVsRest}. */
export interface OneVsRestOptions {
  /** Names of the classes to ask for; all by default. */
  readonly classes?: readonly string[];
  readonly classWeights?: ClassWeighting;
}

/**
 * Creates one task for each class: is it this class (1) or any other (0)? Class names are `['rest', name]`, the task has the class's name.
 * For several classes together see `group`.
 *
 * @throws DumError 'bad-input' for an unknown class (the nearest is named), no class, or a class without a sample in
 * training or validation. A class named twice gives one task.
 *
 * @example
 * const [zero] = oneVsRest({ ...splitTrainValidation(mnist.train, { seed: 1 }), classNames: mnist.classNames }, { classes: ['0'] });
 */
export const oneVsRest = (data: TaskData, options: OneVsRestOptions = {}): Task[] => {
  requireOptions('oneVsRest', { data }, { data: taskDataKind });
  requireKnownOptions('oneVsRest', options, ['classes', 'classWeights']);
  const { classes = data.classNames, classWeights = 'balanced' } = options;
  if (isNoList(classes))
    throw new DumError('bad-input', `oneVsRest: classes is ${JSON.stringify(classes)}; expected a list of at least one class name`);
  return [...new Set(classes)].map((name) => {
    const positive = classIndex('oneVsRest', data.classNames, name);
    const classOf = Uint16Array.from(data.classNames, (_, label) => (label === positive ? 1 : 0));
    return createTask('oneVsRest', data, { name, classNames: ['rest', name], classOf, classWeights });
  });
};
