import { DumError } from '@dum/errors';
import { shapeText, sizeOf } from './_shape.js';
import { brandSplit, type Role, type Split } from './split.js';

/** The arrays of {@link createSplit}; they are kept, not copied. */
export interface SplitArrays {
  readonly x: Float32Array;
  readonly y: Uint8Array;
  readonly sampleShape: readonly number[];
  /** Labels are 0 … classCount − 1; at most 255. */
  readonly classCount: number;
}

/** {@link createSplit} on behalf of another function, which its errors name. */
export const checkedSplit = <R extends Role>(who: string, role: R, { x, y, sampleShape, classCount }: SplitArrays): Split<R> => {
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `${who}: ${message}`);
  };
  if (!['train', 'validation', 'test'].includes(role)) refuse(`role is ${JSON.stringify(role)}; expected 'train', 'validation' or 'test'`);
  if (!(x instanceof Float32Array)) refuse('x is not a Float32Array; convert it first');
  if (!(y instanceof Uint8Array)) refuse('y is not a Uint8Array of class indices; convert it first');
  if (!Array.isArray(sampleShape) || !sampleShape.every((size) => Number.isSafeInteger(size) && size > 0))
    refuse(`sampleShape is ${JSON.stringify(sampleShape)}; expected positive whole numbers`);
  if (!Number.isInteger(classCount) || classCount < 1 || classCount > 255)
    refuse(`classCount is ${classCount}; expected a whole number from 1 to 255`);
  if (y.length === 0) refuse('there is no sample; expected at least one');
  const size = sizeOf(sampleShape);
  if (x.length !== y.length * size)
    refuse(`x has ${x.length} values; expected ${y.length * size}, for ${y.length} labels and samples of shape ${shapeText(sampleShape)}`);
  const badValue = x.findIndex((value) => !Number.isFinite(value));
  if (badValue >= 0)
    refuse(`x is ${x[badValue]} at sample ${Math.floor(badValue / size)}, position ${badValue % size}; expected finite values only`);
  const badLabel = y.findIndex((label) => label >= classCount);
  if (badLabel >= 0) refuse(`label ${y[badLabel]} at sample ${badLabel}; expected 0 to ${classCount - 1}`);
  return brandSplit(role, { x, y, sampleShape });
};

/**
 * Labelled arrays as a {@link Split}. The arrays are checked and kept, not copied: do not write to them afterwards.
 *
 * @throws DumError 'bad-input' when there is no sample, lengths disagree, a value of `x` is NaN or infinite (the sample
 * and its position are named), or a label is not below `classCount`.
 *
 * @example
 * const train = createSplit('train', { x: new Float32Array([0, 0, 1, 1]), y: new Uint8Array([0, 1]), sampleShape: [2], classCount: 2 });
 */
export const createSplit = <R extends Role>(role: R, arrays: SplitArrays): Split<R> => checkedSplit('createSplit', role, arrays);
