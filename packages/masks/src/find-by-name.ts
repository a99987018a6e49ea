import { DumError, nearest, show } from '@dum/errors';

/** What a saved name stands for. Throws `bad-input` for another name, with the nearest that is known. */
export const findByName = <Value>(who: string, known: ReadonlyMap<string, Value>, what: string, name: unknown): Value => {
  const value = known.get(name as string);
  if (value !== undefined) return value;
  const close = typeof name === 'string' ? nearest(name, [...known.keys()]) : undefined;
  throw new DumError(
    'bad-input',
    `${who}: no ${what} is called ${show(name)}${close === undefined ? '.' : `; did you mean "${close}"?`} Saved ones are ${[...known.keys()].join(', ')}`,
  );
};
