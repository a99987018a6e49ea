import { DumError, objectWith, requireOptions } from '@dum/errors';
import { requireClassCount, wholeLabels } from './labels.js';
import { checkedMemory, type MemoryArrays } from './rows/in-memory.js';
import type { RowSource } from './rows/row-source.js';
import { brandSplit, type Role, type Split } from './split.js';

/** The labels of {@link createSplit}. */
export interface SplitLabels {
  /** One class index for each sample, in any array of numbers; a Uint16Array is kept, others are copied into one. */
  readonly y: ArrayLike<number>;
  /** Labels are 0 … classCount − 1; at most 65,535 classes. */
  readonly classCount: number;
}

/** The arrays of {@link createSplit}; `x` is kept, not copied. */
export interface SplitArrays extends SplitLabels, MemoryArrays {}

/** A source of samples and their labels, for {@link createSplit}. */
export interface SplitRows extends SplitLabels {
  readonly source: RowSource;
}

/** {@link createSplit}, called by another function, which errors name. */
export const checkedSplit = <R extends Role>(who: string, role: R, samples: SplitArrays | SplitRows): Split<R> => {
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `${who}: ${message}`);
  };
  requireOptions(who, { samples }, { samples: objectWith('an object of x, sampleShape, y and classCount', ['y', 'classCount']) });
  const { y, classCount } = samples;
  if (!['train', 'validation', 'test'].includes(role)) refuse(`role is ${JSON.stringify(role)}; expected 'train', 'validation' or 'test'`);
  requireClassCount(who, classCount);
  if (typeof y !== 'object' || y === null || !Number.isInteger(y.length))
    refuse('y is not an array of class indices; expected a Uint16Array, a Uint8Array or a list of whole numbers');
  if (y.length === 0) refuse('there is no sample; expected at least one');
  const source = 'source' in samples ? samples.source : checkedMemory(who, samples, y.length);
  if (source.count !== y.length) refuse(`there are ${source.count} samples and ${y.length} labels; expected as many of each`);
  const labels = wholeLabels(y, classCount, (label, at) => refuse(`label ${label} at sample ${at}; expected 0 to ${classCount - 1}`));
  return brandSplit(role, { source, y: labels });
};

/**
 * Creates a {@link Split} of labelled samples, from arrays or from a source. Arrays are checked and kept, not copied: do not write to them
 * afterwards.
 *
 * @throws DumError 'bad-input' when there is no sample, lengths disagree, a value of `x` is NaN or infinite (the sample
 * and its position are named), or a label is not a whole number below `classCount`.
 *
 * @example
 * const train = createSplit('train', { x: new Float32Array([0, 0, 1, 1]), y: [0, 1], sampleShape: [2], classCount: 2 });
 * const large = createSplit('train', { source, y: labels, classCount: 1000 });
 */
export const createSplit = <R extends Role>(role: R, samples: SplitArrays | SplitRows): Split<R> =>
  checkedSplit('createSplit', role, samples);
