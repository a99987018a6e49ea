import { DumError, nearest } from '@dum/errors';
import { mostClasses } from './labels.js';

/** Checks that there are 1 to 65,535 different class names, and returns them. */
export const checkedClassNames = (who: string, classNames: readonly string[]): readonly string[] => {
  if (classNames.length === 0 || classNames.length > mostClasses)
    throw new DumError('bad-input', `${who}: classNames has ${classNames.length} names; expected 1 to ${mostClasses}`);
  const seen = new Set<string>();
  const twice = classNames.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw new DumError('bad-input', `${who}: classNames has ${JSON.stringify(twice)} twice; expected a different name for each class`);
  return classNames;
};

/** Whether a value is not a list, or an empty one. */
export const isNoList = (value: unknown): boolean => !Array.isArray(value) || value.length === 0;

/** The index of a class by its name. */
export const classIndex = (who: string, classNames: readonly string[], name: string): number => {
  const index = classNames.indexOf(name);
  if (index >= 0) return index;
  const guess = nearest(String(name), classNames);
  const found = `${who}: no class is named ${JSON.stringify(name)}`;
  const known = `the data has ${classNames.join(', ')}`;
  throw new DumError(
    'bad-input',
    guess === undefined ? `${found}; ${known}` : `${found}; did you mean ${JSON.stringify(guess)}? (${known})`,
  );
};
