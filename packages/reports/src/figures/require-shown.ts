import { arrayOf, objectWith, requireOptions } from '@dum/errors';

/** Refuses what a figure shows where it is no object with these lists. */
export const requireShown = (who: string, shown: object, lists: readonly string[], file: string): void => {
  const expected = `an object with the ${lists.join(' and ')} of ${file}`;
  requireOptions(who, { input: shown }, { input: objectWith(expected, lists) });
  requireOptions(
    who,
    shown as Readonly<Record<string, unknown>>,
    Object.fromEntries(lists.map((name) => [name, arrayOf(`a list, as in ${file}`)])),
  );
};
