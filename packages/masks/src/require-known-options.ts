import { DumError, nearest, show } from '@dum/errors';

/** Throws `bad-input` for options that are no object, or for one of a name that is not known, with the nearest that is. */
export const requireKnownOptions = <Options extends object>(
  who: string,
  options: Options,
  known: readonly (keyof Options & string)[],
): void => {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new DumError('bad-input', `${who}: options is ${show(given)}; expected an object of ${known.join(', ')}`);
  }
  const unknown = Object.keys(given).find((name) => !(known as readonly string[]).includes(name));
  if (unknown === undefined) return;
  const close = nearest(unknown, known);
  throw new DumError(
    'bad-input',
    `${who}: no option is called ${show(unknown)}; ${close === undefined ? `there are ${known.join(', ')}` : `did you mean "${close}"?`}`,
  );
};
