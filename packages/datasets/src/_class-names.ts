import { DumError, nearest } from '@dum/errors';

/** The names themselves, when there are 1 to 255 of them and no two are the same. */
export const checkedClassNames = (who: string, classNames: readonly string[]): readonly string[] => {
  if (classNames.length === 0 || classNames.length > 255)
    throw new DumError('bad-input', `${who}: classNames has ${classNames.length} names; expected 1 to 255`);
  const twice = classNames.find((name, i) => classNames.indexOf(name) !== i);
  if (twice !== undefined)
    throw new DumError('bad-input', `${who}: classNames has ${JSON.stringify(twice)} twice; expected a name of its own for each class`);
  return classNames;
};

/** Whether a value is anything but a list with an entry. */
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
