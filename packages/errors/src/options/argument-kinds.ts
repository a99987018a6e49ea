import type { OptionKind } from './option-kinds.js';

/**
 * An object that has the given properties.
 *
 * @example
 * objectWith('a split, such as mnist.test', ['source', 'y']).holds(mnist.test); // true
 */
export const objectWith = (expected: string, names: readonly string[], hint?: OptionKind['hint']): OptionKind => ({
  expected,
  holds: (value) => typeof value === 'object' && value !== null && names.every((name) => name in value),
  ...(hint === undefined ? {} : { hint }),
});

/**
 * A list whose entries are all of one kind; a message about a single entry says to put it in a list.
 *
 * @example
 * listOfKind('a list of sets of masks', maskSetKind).holds([]); // true
 */
export const listOfKind = (expected: string, entry: OptionKind): OptionKind => ({
  expected,
  holds: (value) => Array.isArray(value) && value.every((each) => entry.holds(each)),
  hint(value) {
    if (entry.holds(value)) return `expected ${expected}, so put it in a list`;
    if (!Array.isArray(value)) return entry.hint?.(value);
    const wrong: unknown = value.find((each) => !entry.holds(each));
    return entry.hint?.(wrong);
  },
});

/** A list or a typed array, whatever its entries. */
export const arrayOf = (expected: string): OptionKind => ({
  expected,
  holds: (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)),
});

/** A text that is not empty. */
export const filledText = (expected: string): OptionKind => ({ expected, holds: (value) => typeof value === 'string' && value !== '' });
