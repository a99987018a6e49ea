import { nearest } from '@dum/errors';

/** The kind of an option's value: its description in messages, and its parser. */
export interface ArgumentKind<Value> {
  /** The end of a message, after "expected". */
  readonly expected: string;
  /** Parses a text; undefined for an invalid one. */
  read(text: string): Value | undefined;
  /** Guesses the intended value of an invalid text. */
  guess?(text: string): string | undefined;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const finiteNumber = (text: string): number | undefined => {
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/** A number that fulfils a condition. */
const numberThat = (expected: string, holds: (value: number) => boolean): ArgumentKind<number> => ({
  expected,
  read(text) {
    const value = finiteNumber(text);
    return value !== undefined && holds(value) ? value : undefined;
  },
});

export const atLeastZero = numberThat('a finite number of at least 0, such as 1e-3', (value) => value >= 0);

export const aboveZero = numberThat('a finite number above 0, such as 1e-3', (value) => value > 0);

export const probability = numberThat('a number between 0 and 1, such as 0.27', (value) => value > 0 && value < 1);

export const anyInteger = numberThat('a whole number, such as 1', Number.isSafeInteger);

/** A whole number from `least` up. */
export const wholeNumber = (least: number): ArgumentKind<number> =>
  numberThat(`a whole number of at least ${least}`, (value) => Number.isSafeInteger(value) && value >= least);

/** Any text except the empty one. */
export const text = (expected: string): ArgumentKind<string> => ({ expected, read: (given) => (given.trim() === '' ? undefined : given) });

/** A comma-separated list of non-empty texts; repeated ones count once. */
export const textList = (expected: string): ArgumentKind<readonly string[]> => ({
  expected,
  read(given) {
    const parts = given.split(',').map((part) => part.trim());
    return parts.includes('') ? undefined : [...new Set(parts)];
  },
});

/** A comma-separated list of numbers of one kind, such as `example`; repeated ones count once. */
export const numberList = (kind: ArgumentKind<number>, example: string): ArgumentKind<readonly number[]> => ({
  expected: `${kind.expected.replace(/, such as .*/, '')}, or several with commas between, such as ${example}`,
  read(given) {
    const values = given.split(',').map((part) => kind.read(part.trim()));
    return values.includes(undefined) ? undefined : [...new Set(values as number[])];
  },
});

/** A number of at least 0, or one for each of several distinct names, such as `dense_300=1e-3,dense_100=3e-3`. */
export const priceOrPrices: ArgumentKind<number | Readonly<Record<string, number>>> = {
  expected: 'a finite number of at least 0, such as 1e-3, or one for each masked layer, such as dense_300=1e-3,dense_100=3e-3',
  read(given) {
    if (!given.includes('=')) return atLeastZero.read(given);
    const prices = given.split(',').map((part) => {
      const at = part.lastIndexOf('=');
      return [part.slice(0, at).trim(), atLeastZero.read(part.slice(at + 1).trim())] as const;
    });
    const names = new Set(prices.map(([name]) => name));
    if (names.has('') || names.size < prices.length || prices.some(([, price]) => price === undefined)) return undefined;
    return Object.fromEntries(prices) as Readonly<Record<string, number>>;
  },
};

/** One of several names. */
export const oneOf = <Name extends string>(names: readonly Name[]): ArgumentKind<Name> => ({
  expected: `one of ${names.join(', ')}`,
  read: (given) => names.find((name) => name === given),
  guess: (given) => nearest(given, names),
});

/** A start and an end above 0, separated by a colon. */
export const startToEnd: ArgumentKind<{ readonly start: number; readonly end: number }> = {
  expected: 'a start and an end above 0 with a colon between, such as 1:0.5',
  read(given) {
    const [start, end, ...rest] = given.split(':').map(finiteNumber);
    if (start === undefined || end === undefined || rest.length > 0 || start <= 0 || end <= 0) return undefined;
    return { start, end };
  },
};

/** Two different numbers above 0 in any order, separated by two dots. */
export const fromTo: ArgumentKind<readonly [number, number]> = {
  expected: 'two different numbers above 0 with two dots between, such as 1e-2..1e-4',
  read(given) {
    const [from, to, ...rest] = given.split('..').map((part) => aboveZero.read(part));
    return from === undefined || to === undefined || rest.length > 0 || from === to ? undefined : [from, to];
  },
};

const ends = /^(-?[^-]+)-(-?[^-]+)$/;

/** Two numbers, the lesser first, separated by a dash. */
export const range: ArgumentKind<readonly [number, number]> = {
  expected: 'the lesser and the greater number with a dash between, such as 0-255',
  read(given) {
    const found = ends.exec(given);
    const [least, most] = [finiteNumber(found?.[1] ?? ''), finiteNumber(found?.[2] ?? '')];
    return least === undefined || most === undefined || least >= most ? undefined : [least, most];
  },
};
