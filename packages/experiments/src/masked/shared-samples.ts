import { requireRole, type Task } from '@dum/datasets';
import { DumError } from '@dum/errors';

/**
 * The samples that tasks share. Throws `bad-input` for no task, tasks with different samples, a split of another role, or a repeated name.
 */
export const requireSharedSamples = (who: string, tasks: readonly Task[]): Pick<Task, 'train' | 'validation'> => {
  const [first] = tasks;
  if (first === undefined) throw new DumError('bad-input', `${who}: no task was given; expected at least one, such as those of oneVsRest`);
  const names = new Set<string>();
  for (const task of tasks) {
    requireRole(task.train, ['train'], who);
    requireRole(task.validation, ['validation'], who);
    if (task.train.x !== first.train.x || task.validation.x !== first.validation.x) {
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
