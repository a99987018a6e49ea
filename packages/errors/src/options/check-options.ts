import { DumError } from '../dum-error.js';
import { nearest } from '../nearest.js';
import { show } from '../show.js';
import type { OptionKind } from './option-kinds.js';

/**
 * Refuses options that are no object, and an option of a name that is not known, with the nearest that is.
 *
 * @throws DumError 'bad-input', such as `insertMasks: no option is called "layer"; did you mean "layers"?`
 */
export const requireKnownOptions = <Options extends object>(
  who: string,
  options: Options,
  known: readonly (keyof Options & string)[],
): void => {
  const given: unknown = options;
  const names: readonly string[] = known;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new DumError('bad-input', `${who}: options is ${show(given)}; expected an object of ${names.join(', ')}`);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const close = nearest(unknown, names);
  const hint = close === undefined ? `there are ${names.join(', ')}` : `did you mean "${close}"?`;
  throw new DumError('bad-input', `${who}: no option is called ${show(unknown)}; ${hint}`);
};

/**
 * The options given, with defaults where there is none.
 *
 * @param optional The names of the options without a default.
 * @throws DumError 'bad-input' as {@link requireKnownOptions} does.
 * @example
 * fillOptions('trainNetwork', { epochs: 10, seed: 1 }, options, ['signal']);
 */
export const fillOptions = <Defaults extends object, Given extends object>(
  who: string,
  defaults: Defaults,
  given: Given,
  optional: readonly (keyof Given & string)[],
): Defaults & Given => {
  requireKnownOptions<Defaults & Given>(who, given as Defaults & Given, [
    ...(Object.keys(defaults) as (keyof Defaults & string)[]),
    ...optional,
  ]);
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) } as Defaults & Given;
};

/**
 * Refuses the first value that is not of its kind.
 *
 * @throws DumError 'bad-input', such as `glyphs: size is 4; expected a whole number from 8 to 64`
 * @example
 * requireOptions('glyphs', { size, noise }, { size: wholeNumber(8, 64), noise: finiteNumber({ atLeast: 0, atMost: 1 }) });
 */
export const requireOptions = <Values extends object>(
  who: string,
  values: Values,
  kinds: Readonly<Partial<Record<keyof Values & string, OptionKind>>>,
): void => {
  for (const [name, kind] of Object.entries(kinds) as [keyof Values & string, OptionKind][]) {
    const { expected, holds, hint } = kind;
    const value: unknown = values[name];
    if (holds(value)) continue;
    throw new DumError('bad-input', `${who}: ${name} is ${show(value)}; ${hint?.(value) ?? `expected ${expected}`}`);
  }
};
