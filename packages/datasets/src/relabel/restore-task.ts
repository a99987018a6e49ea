import { createTask } from './_create-task.js';
import type { ClassWeighting, Task, TaskData } from '../task.js';

/** What is kept of a task with a subnetwork that was found for it. */
export interface KeptTask {
  readonly name: string;
  readonly classNames: readonly string[];
  /** The task's class of each class of the data; `ignoredLabel` leaves one out. */
  readonly classOf: ArrayLike<number>;
  readonly classWeights?: ClassWeighting;
}

/**
 * The task that was kept by its labels, made anew from data, as `oneVsRest` or `group` once made it.
 *
 * @throws DumError 'bad-input' when a class of the data has no entry in `classOf`, or a class of the task no sample in training or
 * validation.
 *
 * @example
 * const task = restoreTask(data, { name: found.task, classNames: found.readOut.classNames, classOf: found.classOf });
 */
export const restoreTask = (data: TaskData, { name, classNames, classOf, classWeights = 'balanced' }: KeptTask): Task =>
  createTask('restoreTask', data, { name, classNames, classOf: Uint8Array.from(classOf), classWeights });
