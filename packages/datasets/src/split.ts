import { DumError, show } from '@dum/errors';
import { isDataset } from './_argument-kinds.js';
import type { RowSource, SampleShape } from './rows/row-source.js';

/** What a split is for: training, choosing and stopping, or the one final measurement. */
export type Role = 'train' | 'validation' | 'test';

declare const splitBrand: unique symbol;
const runtimeBrand = Symbol.for('@dum/datasets/split');

/**
 * N samples with one class index each. Only `createSplit` makes one.
 *
 * The role is a brand: `Split<'test'>` is not assignable to `Split<'train'>`, an object literal or a spread is neither,
 * and {@link requireRole} tells them apart at run time.
 */
export interface Split<R extends Role = Role> {
  readonly role: R;
  /** The source of the samples: `source.values` for those in memory, `source.rows(indices)` for any. */
  readonly source: RowSource;
  /** One class index for each sample, 0 to 65,534; `ignoredLabel` (65,535) marks a sample that a task ignores. */
  readonly y: Uint16Array;
  readonly count: number;
  readonly sampleShape: SampleShape;
  readonly [splitBrand]: R;
}

/** The samples that weights and masks are fitted to. */
export type TrainSplit = Split<'train'>;
/** The samples that choose settings and stop training. */
export type ValidationSplit = Split<'validation'>;
/** The samples that a finished result is measured on, once. */
export type TestSplit = Split<'test'>;

/** A split of checked samples and labels. */
export const brandSplit = <R extends Role>(role: R, { source, y }: Pick<Split, 'source' | 'y'>): Split<R> => {
  const split = { role, source, y, count: y.length, sampleShape: source.sampleShape };
  // not enumerable, so that a spread with another role loses it
  Object.defineProperty(split, runtimeBrand, { value: role });
  return Object.freeze(split) as unknown as Split<R>;
};

/**
 * Checks at run time that a split was made by `createSplit` and has one of the given roles, and returns it.
 *
 * @param who - The calling function, for the message.
 * @throws DumError 'bad-input' for an object that is not a split, and for a split of another role.
 *
 * @example
 * requireRole(split, ['train', 'validation'], 'earlyStopping');
 */
export const requireRole = <R extends Role>(split: Split, roles: readonly R[], who: string): Split<R> => {
  const expected = roles.map((role) => `'${role}'`).join(' or ');
  const role: unknown = Object.getOwnPropertyDescriptor(split ?? {}, runtimeBrand)?.value;
  if (role === undefined) throw new DumError('bad-input', `${who}: ${otherThan(split)}; expected one with role ${expected}`);
  if (!(roles as readonly unknown[]).includes(role)) {
    const reason = role === 'test' ? ', since the test split is for the final measurement only' : '';
    throw new DumError('bad-input', `${who}: the ${role as Role} split was given; expected ${expected}${reason}`);
  }
  return split as Split<R>;
};

const otherThan = (given: unknown): string => {
  const what = 'what was given is not a split made by createSplit';
  return isDataset(given) ? `${what} but a whole data set, so give one of its splits, such as its train` : `${what}; it is ${show(given)}`;
};

/** Checks that a split of any role was made by `createSplit`, and returns it. */
export const requireSplit = <R extends Role>(split: Split<R>, who: string): Split<R> =>
  requireRole(split, ['train', 'validation', 'test'], who) as Split<R>;
