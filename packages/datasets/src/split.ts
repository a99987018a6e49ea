import { DumError } from '@dum/errors';

/** What a split is for: training, choosing and stopping, or the one final measurement. */
export type Role = 'train' | 'validation' | 'test';

declare const splitBrand: unique symbol;
const runtimeBrand = Symbol.for('@dum/datasets/split');

/**
 * N samples and one class index each, made by {@link createSplit} only.
 *
 * The role is a brand: `Split<'test'>` is not assignable to `Split<'train'>`, an object literal or a spread is neither,
 * and {@link requireRole} tells them apart at run time.
 */
export interface Split<R extends Role = Role> {
  readonly role: R;
  /** All samples flattened row-major, `count × product(sampleShape)` values. */
  readonly x: Float32Array;
  /** One class index a sample; `ignoredLabel` (255) marks a sample that a task leaves out. */
  readonly y: Uint8Array;
  readonly count: number;
  readonly sampleShape: readonly number[];
  readonly [splitBrand]: R;
}

/** The samples that weights and masks are fitted to. */
export type TrainSplit = Split<'train'>;
/** The samples that settings are chosen and training is stopped by. */
export type ValidationSplit = Split<'validation'>;
/** The samples that a finished result is measured on, once. */
export type TestSplit = Split<'test'>;

/** The arrays of {@link createSplit}; they are kept, not copied. */
export interface SplitArrays {
  readonly x: Float32Array;
  readonly y: Uint8Array;
  readonly sampleShape: readonly number[];
  /** Labels are 0 … classCount − 1; at most 255. */
  readonly classCount: number;
}

/** A split of arrays already known to be good; for this package only. */
export const brandSplit = <R extends Role>(role: R, arrays: Omit<SplitArrays, 'classCount'>): Split<R> => {
  const { x, y, sampleShape } = arrays;
  const split = { role, x, y, count: y.length, sampleShape: Object.freeze([...sampleShape]) };
  Object.defineProperty(split, runtimeBrand, { value: role });
  return Object.freeze(split) as unknown as Split<R>;
};

/** A shape as messages show it, `[28, 28]`; for this package only. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** The number of values in one sample; for this package only. */
export const sampleSize = (shape: readonly number[]) => shape.reduce((total, size) => total * size, 1);

/** {@link createSplit} in another's name; for this package only. */
export const checkedSplit = <R extends Role>(who: string, role: R, { x, y, sampleShape, classCount }: SplitArrays): Split<R> => {
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `${who}: ${message}`);
  };
  if (!['train', 'validation', 'test'].includes(role)) refuse(`role is ${JSON.stringify(role)}; expected 'train', 'validation' or 'test'`);
  if (!(x instanceof Float32Array)) refuse('x must be a Float32Array; convert it first');
  if (!(y instanceof Uint8Array)) refuse('y must be a Uint8Array of class indices; convert it first');
  if (!Array.isArray(sampleShape) || !sampleShape.every((size) => Number.isSafeInteger(size) && size > 0))
    refuse(`sampleShape is ${JSON.stringify(sampleShape)}; expected positive whole numbers`);
  if (!Number.isInteger(classCount) || classCount < 1 || classCount > 255)
    refuse(`classCount is ${classCount}; expected a whole number from 1 to 255`);
  if (y.length === 0) refuse('there is no sample; expected at least one');
  const size = sampleSize(sampleShape);
  if (x.length !== y.length * size)
    refuse(`x has ${x.length} values; expected ${y.length} labels × ${size} values of shape ${shapeText(sampleShape)}`);
  const badValue = x.findIndex((value) => !Number.isFinite(value));
  if (badValue >= 0)
    refuse(`x is ${x[badValue]} at sample ${Math.floor(badValue / size)}, position ${badValue % size}; every value must be finite`);
  const badLabel = y.findIndex((label) => label >= classCount);
  if (badLabel >= 0) refuse(`label ${y[badLabel]} at sample ${badLabel}; expected 0 to ${classCount - 1}`);
  return brandSplit(role, { x, y, sampleShape });
};

/**
 * Labelled arrays as a {@link Split}. The arrays are checked and kept, not copied: do not write to them afterwards.
 *
 * @throws DumError 'bad-input' when there is no sample, lengths disagree, a value of `x` is NaN or infinite (the sample
 * and position are named), or a label is not below `classCount`.
 *
 * @example
 * const train = createSplit('train', { x: new Float32Array([0, 0, 1, 1]), y: new Uint8Array([0, 1]), sampleShape: [2], classCount: 2 });
 */
export const createSplit = <R extends Role>(role: R, arrays: SplitArrays): Split<R> => checkedSplit('createSplit', role, arrays);

/**
 * The same split, when it was made by {@link createSplit} and has one of the roles given; the run-time side of the brand.
 *
 * @param who - The function that asks, for the message.
 * @throws DumError 'bad-input' for an object that is no split, or a split of another role.
 *
 * @example
 * requireRole(split, ['train', 'validation'], 'earlyStopping');
 */
export const requireRole = <R extends Role>(split: Split, roles: readonly R[], who: string): Split<R> => {
  const role = (split as { [runtimeBrand]?: Role } | null | undefined)?.[runtimeBrand];
  const expected = roles.map((name) => `'${name}'`).join(' or ');
  if (role === undefined)
    throw new DumError('bad-input', `${who}: expected a split made by createSplit with role ${expected}, not a look-alike`);
  if (!(roles as readonly Role[]).includes(role))
    throw new DumError(
      'bad-input',
      `${who}: the split given is the ${role} split; expected ${expected}${role === 'test' ? ', since the test split is for the final measurement only' : ''}`,
    );
  return split as Split<R>;
};
