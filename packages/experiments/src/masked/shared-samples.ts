import { requireRole, type Split, type Task } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { requireTasks } from './require-list.js';

/**
 * The samples that tasks share. Throws `bad-input` for no task, tasks with different samples, a split of another role, or a repeated name.
 */
export const requireSharedSamples = (who: string, tasks: readonly Task[]): Pick<Task, 'train' | 'validation'> => {
  requireTasks(who, tasks);
  const [first] = tasks;
  if (first === undefined) throw new DumError('bad-input', `${who}: no task was given; expected at least one, such as those of oneVsRest`);
  const names = new Set<string>();
  for (const task of tasks) {
    requireRole(task.train, ['train'], who);
    requireRole(task.validation, ['validation'], who);
    if (!sameSamples(task.train, first.train) || !sameSamples(task.validation, first.validation)) {
      throw new DumError(
        'bad-input',
        `${who}: tasks "${first.name}" and "${task.name}" have different samples; call it once for each set of samples`,
      );
    }
    if (names.has(task.name)) throw new DumError('bad-input', `${who}: two tasks are called "${task.name}"; expected one name each`);
    names.add(task.name);
  }
  return first;
};

/** Whether two splits have the same samples, be it under other labels. */
export const sameSamples = ({ source: first }: Pick<Split, 'source'>, { source: second }: Pick<Split, 'source'>): boolean =>
  first === second || (first.count === second.count && first.identity === second.identity);
