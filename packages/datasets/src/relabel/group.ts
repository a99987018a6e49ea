import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { taskDataKind } from '../_argument-kinds.js';
import { classIndex, isNoList } from '../_class-names.js';
import { ignoredLabel } from '../labels.js';
import type { ClassWeighting, Task, TaskData } from '../task.js';
import { createTask } from './_create-task.js';

/** Options of {@link group}: either `classes`, one group against the rest, or `groups`, one class for each group. */
export type GroupOptions = { readonly name: string; readonly classWeights?: ClassWeighting } & (
  | { readonly classes: readonly string[]; readonly groups?: never }
  | { readonly groups: Readonly<Record<string, readonly string[]>>; readonly classes?: never }
);

const refuse = (message: string): never => {
  throw new DumError('bad-input', `group: ${message}`);
};

/** The number of each class's group, starting from `first`; `outside` for a class in none. */
const groupOf = (classNames: readonly string[], groups: [string, readonly string[]][], first: number, outside: number): Uint16Array => {
  const owner = new Array<string | undefined>(classNames.length).fill(undefined);
  const classOf = new Uint16Array(classNames.length).fill(outside);
  groups.forEach(([groupName, classes], index) => {
    if (isNoList(classes))
      refuse(`classes of "${groupName}" are ${JSON.stringify(classes)}; expected a list of at least one of ${classNames.join(', ')}`);
    for (const name of classes) {
      const label = classIndex('group', classNames, name);
      const other = owner[label];
      if (other !== undefined && other !== groupName)
        refuse(`class "${name}" is in "${other}" and in "${groupName}"; expected it in one of them`);
      owner[label] = groupName;
      classOf[label] = index + first;
    }
  });
  return classOf;
};

/**
 * Creates a task that asks about several classes together.
 *
 * With `classes`: is it one of these (1) or not (0)? Class names are `['rest', name]`. With `groups`: which of the groups is it? It has one
 * class for each group, in key order; samples of classes in no group are ignored. A class may be named twice in one group, not in two. For
 * one task per class see `oneVsRest`.
 *
 * @throws DumError 'bad-input' for an unknown class, a class in two groups, fewer than two groups, or a group or rest
 * without a sample in training or validation.
 *
 * @example
 * const round = group(data, { name: 'round', classes: ['0', '6', '8', '9'] });
 * const shape = group(data, { name: 'shape', groups: { straight: ['1', '4', '7'], curved: ['0', '3', '8'] } });
 */
export const group = (data: TaskData, options: GroupOptions): Task => {
  requireOptions('group', { data }, { data: taskDataKind });
  requireKnownOptions('group', options, ['name', 'classes', 'groups', 'classWeights']);
  const { name, classes, groups, classWeights = 'balanced' } = options;
  if ((classes === undefined) === (groups === undefined))
    refuse(`task "${name}" gives ${classes === undefined ? 'neither classes nor' : 'both classes and'} groups; expected one of the two`);
  if (classes !== undefined) {
    const classOf = groupOf(data.classNames, [[name, classes]], 1, 0);
    return createTask('group', data, { name, classNames: ['rest', name], classOf, classWeights });
  }
  const entries = Object.entries(groups ?? {});
  if (entries.length < 2)
    refuse(
      `task "${name}" has ${entries.length} group${entries.length === 1 ? '' : 's'}; expected at least two (for one group against the rest, give classes)`,
    );
  const classOf = groupOf(data.classNames, entries, 0, ignoredLabel);
  return createTask('group', data, { name, classNames: entries.map(([groupName]) => groupName), classOf, classWeights });
};
