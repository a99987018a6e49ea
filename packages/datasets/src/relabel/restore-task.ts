import { arrayOf, DumError, objectWith, requireOptions } from '@dum/errors';
import { taskDataKind } from '../_argument-kinds.js';
import { ignoredLabel, wholeLabels } from '../labels.js';
import { createTask } from './_create-task.js';
import type { ClassWeighting, Task, TaskData } from '../task.js';

/** The part of a task that is stored with its subnetwork. */
export interface KeptTask {
  readonly name: string;
  readonly classNames: readonly string[];
  /** The task's class of each class of the data; `ignoredLabel` leaves one out. */
  readonly classOf: ArrayLike<number>;
  readonly classWeights?: ClassWeighting;
}

/**
 * Restores a task from its stored labels and data, as `oneVsRest` or `group` made it.
 *
 * @throws DumError 'bad-input' when a class of the data has no entry in `classOf`, an entry is not a label, or a class of the task has no
 * sample in training or validation.
 *
 * @example
 * const task = restoreTask(data, { name: found.task, classNames: found.readOut.classNames, classOf: found.classOf });
 */
export const restoreTask = (data: TaskData, kept: KeptTask): Task => {
  requireOptions('restoreTask', { data, kept }, { data: taskDataKind, kept: keptKind });
  const { name, classNames, classOf, classWeights = 'balanced' } = kept;
  const list = arrayOf('a list, as the task had it when it was stored');
  requireOptions('restoreTask', { classNames, classOf }, { classNames: list, classOf: list });
  return createTask('restoreTask', data, {
    ...{ name, classNames, classWeights },
    classOf: wholeLabels(classOf, ignoredLabel + 1, (label, at) => {
      throw new DumError(
        'bad-input',
        `restoreTask: classOf of "${name}" is ${label} for class ${at}; expected 0 to ${ignoredLabel - 1}, or ${ignoredLabel} for an ignored class`,
      );
    }),
  });
};

const keptKind = objectWith('an object of name, classNames and classOf', ['name', 'classNames', 'classOf']);
