import { nearest } from '../nearest.js';

/** What the value of an option may be: its words, which stand behind "expected", and whether a value is that. */
export interface OptionKind {
  readonly expected: string;
  /** Whether a value is of this kind. */
  readonly holds: (value: unknown) => boolean;
  /** The words that end a message about this very value, in place of what is expected. */
  readonly hint?: (value: unknown) => string | undefined;
}

const range = (least: number, most: number): string => {
  if (most !== Number.POSITIVE_INFINITY) return ` from ${least} to ${most}`;
  return least === Number.NEGATIVE_INFINITY ? '' : ` of at least ${least}`;
};

/**
 * A whole number, of at least `least` and at most `most`.
 *
 * @example
 * wholeNumber(1).expected; // 'a whole number of at least 1'
 */
export const wholeNumber = (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): OptionKind => ({
  expected: `a whole number${range(least, most)}`,
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
});

/** The limits of a {@link finiteNumber}, each of which may be left out. */
export interface NumberLimits {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
}

/**
 * A finite number within limits.
 *
 * @example
 * finiteNumber({ atLeast: 0, below: 1 }).expected; // 'a finite number of at least 0 and below 1'
 */
export const finiteNumber = ({ above, atLeast, below, atMost }: NumberLimits = {}): OptionKind => {
  const limits = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(atLeast === undefined ? [] : [`of at least ${atLeast}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
    ...(atMost === undefined ? [] : [`${above === undefined ? 'of ' : ''}at most ${atMost}`]),
  ];
  const isRange = atLeast !== undefined && atMost !== undefined;
  return {
    expected: isRange ? `a number from ${atLeast} to ${atMost}` : ['a finite number', limits.join(' and ')].join(' ').trim(),
    holds: (value) =>
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value > (above ?? Number.NEGATIVE_INFINITY) &&
      value >= (atLeast ?? Number.NEGATIVE_INFINITY) &&
      value < (below ?? Number.POSITIVE_INFINITY) &&
      value <= (atMost ?? Number.POSITIVE_INFINITY),
  };
};

/**
 * One of a few texts; a message about another names the nearest.
 *
 * @example
 * oneOf(['channel', 'element']).expected; // '"channel" or "element"'
 */
export const oneOf = (choices: readonly string[]): OptionKind => ({
  expected: choices.map((choice) => JSON.stringify(choice)).join(' or '),
  holds: (value) => (choices as readonly unknown[]).includes(value),
  hint(value) {
    const close = typeof value === 'string' ? nearest(value, choices) : undefined;
    return close === undefined ? undefined : `did you mean ${JSON.stringify(close)}?`;
  },
});

/** A kind that an option may also lack. */
export const optional = (kind: OptionKind): OptionKind => ({ ...kind, holds: (value) => value === undefined || kind.holds(value) });
