import { DumError, nearest, show } from '@dum/errors';

/** Looks up a saved name. Throws `bad-input` for an unknown one, with the nearest known name. */
export const findByName = <Value>(who: string, known: ReadonlyMap<string, Value>, what: string, name: unknown): Value => {
  const value = known.get(name as string);
  if (value !== undefined) return value;
  const close = typeof name === 'string' ? nearest(name, [...known.keys()]) : undefined;
  throw new DumError(
    'bad-input',
    `${who}: no ${what} is called ${show(name)}${close === undefined ? '.' : `; did you mean "${close}"?`} Saved ones are ${[...known.keys()].join(', ')}`,
  );
};
