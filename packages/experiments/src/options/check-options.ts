import { DumError, nearest } from '@dum/errors';

/** What a numeric option may be: its words for messages, and whether a value is that. */
export interface NumberKind {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

export const positiveInteger: NumberKind = {
  expected: 'an integer of at least 1',
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
};
export const anyInteger: NumberKind = { expected: 'an integer', holds: Number.isSafeInteger };
export const aboveZero: NumberKind = { expected: 'a finite number above 0', holds: (value) => Number.isFinite(value) && value > 0 };
export const atLeastZero: NumberKind = {
  expected: 'a finite number of at least 0',
  holds: (value) => Number.isFinite(value) && value >= 0,
};
export const belowOne: NumberKind = { expected: 'a number of at least 0 and below 1', holds: (value) => value >= 0 && value < 1 };
export const probability: NumberKind = { expected: 'a number above 0 and below 1', holds: (value) => value > 0 && value < 1 };

/**
 * The options given, with defaults where there is none.
 *
 * `optional` names the options without a default. Throws `bad-input` for an option of another name, naming the nearest.
 */
export const fillOptions = <Defaults extends object, Given extends object>(
  who: string,
  defaults: Defaults,
  given: Given,
  optional: readonly string[],
): Defaults & Given => {
  const known = [...Object.keys(defaults), ...optional];
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    throw new DumError(
      'bad-input',
      `${who}: no option is called "${key}"; ${close === undefined ? `there are ${known.join(', ')}` : `did you mean "${close}"?`}`,
    );
  }
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) } as Defaults & Given;
};

/** Throws `bad-input` for the first number that is not of its kind. */
export const requireNumbers = <Name extends string, Values extends Readonly<Record<Name, number>>>(
  who: string,
  values: Values,
  kinds: Readonly<Record<Name, NumberKind>>,
): void => {
  for (const name of Object.keys(kinds) as Name[]) {
    const value: unknown = values[name];
    if (typeof value === 'number' && kinds[name].holds(value)) continue;
    throw new DumError(
      'bad-input',
      `${who}: ${name} is ${typeof value === 'string' ? `"${value}"` : String(value)}; expected ${kinds[name].expected}`,
    );
  }
};
