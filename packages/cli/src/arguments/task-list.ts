import { group, oneVsRest, type Task, type TaskData } from '@dum/datasets';
import { DumError, nearest } from '@dum/errors';

/** The grammar of `--tasks`, for help texts. */
export const taskGrammar = `Tasks are separated by spaces or semicolons:
  0  0-9  cat,dog      one task per class, "this class or another?"; a range follows the order of the classes
  round=0,6,8,9        one task named round, "one of these classes or another?"`;

/** The tasks of a list, and notes on the list. */
export interface TaskList {
  readonly tasks: readonly Task[];
  readonly notes: readonly string[];
}

interface Wanted {
  readonly name: string;
  readonly classes: readonly string[];
  readonly kind: 'class' | 'group';
}

const refuse = (message: string): never => {
  throw new DumError('bad-input', `--tasks: ${message}`);
};

/** The tasks of `--tasks`, default one for every class; a repeated one is made once and noted. */
export const readTasks = (given: readonly string[] | undefined, data: TaskData): TaskList => {
  const { classNames } = data;
  if (given === undefined) return { tasks: oneVsRest(data), notes: [] };
  const separator = classNames.some((name) => /\s/.test(name)) ? /;/ : /[;\s]+/;
  const items = given.flatMap((argument) => argument.split(separator)).map((item) => item.trim());
  if (items.includes(''))
    refuse(`"${given.join(' ')}" has an empty task; expected class names, ranges or groups, such as 0-9 or round=0,6,8,9`);
  const wanted = new Map<string, Wanted>();
  const notes: string[] = [];
  for (const task of items.flatMap((item) => readItem(item, classNames))) {
    const earlier = wanted.get(task.name);
    if (earlier === undefined) wanted.set(task.name, task);
    else if (earlier.kind === task.kind && sameClasses(earlier, task))
      notes.push(`--tasks: "${task.name}" is given twice; it is done once`);
    else refuse(`two different tasks are named "${task.name}"; give each its own name`);
  }
  return { tasks: [...wanted.values()].map((task) => makeTask(data, task)), notes };
};

const sameClasses = (first: Wanted, second: Wanted): boolean => [...first.classes].sort().join() === [...second.classes].sort().join();

const makeTask = (data: TaskData, { name, classes, kind }: Wanted): Task =>
  kind === 'class' ? oneVsRest(data, { classes })[0]! : group(data, { name, classes });

const readItem = (item: string, classNames: readonly string[]): Wanted[] => {
  const equals = classNames.includes(item) ? -1 : item.indexOf('=');
  if (equals < 0) return readClasses(item, classNames).map((name) => ({ name, classes: [name], kind: 'class' }));
  const name = item.slice(0, equals).trim();
  if (name === '' || name.includes(','))
    refuse(`"${item}" does not name its group; expected a name, =, and classes, such as round=0,6,8,9`);
  return [{ name, classes: [...new Set(readClasses(item.slice(equals + 1), classNames))], kind: 'group' }];
};

const readClasses = (text: string, classNames: readonly string[]): string[] => {
  if (classNames.includes(text)) return [text];
  return text.split(',').flatMap((part) => {
    const name = part.trim();
    if (name === '') return refuse(`"${text}" has an empty class name; the data has ${classNames.join(', ')}`);
    return classNames.includes(name) ? [name] : (readRange(name, classNames) ?? unknownClass(name, classNames));
  });
};

const readRange = (text: string, classNames: readonly string[]): string[] | undefined => {
  for (let at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) {
    const [first, last] = [classNames.indexOf(text.slice(0, at)), classNames.indexOf(text.slice(at + 1))];
    if (first < 0 || last < 0) continue;
    if (first > last) refuse(`the range "${text}" runs backwards; the classes are, in order, ${classNames.join(', ')}`);
    return classNames.slice(first, last + 1);
  }
  return undefined;
};

const unknownClass = (name: string, classNames: readonly string[]): never => {
  const guess = nearest(name, classNames);
  return refuse(
    `no class is named "${name}"${guess === undefined ? '' : ` (did you mean "${guess}"?)`}; the data has ${classNames.join(', ')}`,
  );
};
