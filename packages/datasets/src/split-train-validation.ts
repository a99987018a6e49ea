import { DumError, fillOptions } from '@dum/errors';
import { drawStratified } from './_draw-stratified.js';
import { holdTensor } from './rows/in-memory.js';
import { isParts } from './rows/row-source.js';
import { subset } from './rows/subset.js';
import { brandSplit, type Role, requireRole, type Split, type TrainSplit, type ValidationSplit } from './split.js';

/** A divided training split. */
export interface CutSplit {
  readonly train: TrainSplit;
  readonly validation: ValidationSplit;
}

/** Options of {@link splitTrainValidation}. */
export interface ValidationOptions {
  /** How many samples (≥ 1) or which share of them (< 1) to hold out; a twelfth by default, at most 5,000. */
  readonly validation?: number;
  readonly seed: number;
  /**
   * Whether both parts use the memory of the given split, whose samples and labels are reordered: the training part first, then the
   * validation part. This avoids a second copy of large data; default false, which copies. Samples outside memory are never copied, and
   * keep their order.
   */
  readonly inPlace?: boolean;
}

/** Moves the held-out rows after the others, within the array; both keep their order. */
const moveBehind = <Values extends Float32Array | Uint16Array>(values: Values, size: number, held: readonly number[]): void => {
  const rows = held.map((row) => values.slice(row * size, (row + 1) * size));
  const ends = [...held, values.length / size];
  ends.forEach((end, moved) => {
    const start = moved === 0 ? 0 : held[moved - 1]! + 1;
    values.copyWithin((start - moved) * size, start * size, end * size);
  });
  rows.forEach((row, index) => {
    values.set(row, values.length - (rows.length - index) * size);
  });
};

/** Divides a split within its own memory. */
const cutInPlace = (values: Float32Array, y: Uint16Array, sampleShape: readonly number[], held: readonly number[]): CutSplit => {
  const size = values.length / y.length;
  moveBehind(values, size, held);
  moveBehind(y, 1, held);
  const count = y.length - held.length;
  return {
    train: brandSplit('train', { source: holdTensor(values.subarray(0, count * size), sampleShape), y: y.subarray(0, count) }),
    validation: brandSplit('validation', { source: holdTensor(values.subarray(count * size), sampleShape), y: y.subarray(count) }),
  };
};

const pick = <R extends Role>(role: R, { source, y }: Split, chosen: readonly number[]): Split<R> =>
  brandSplit(role, { source: subset(source, chosen), y: Uint16Array.from(chosen, (sample) => y[sample]!) });

/** The default number of held-out samples: a twelfth, at most 5,000, as for MNIST. */
const usualValidation = (count: number): number => Math.max(1, Math.min(5000, Math.round(count / 12)));

/**
 * Divides a training split into training and validation parts, so that choosing and stopping never use the test split.
 *
 * Stratified: of N samples, N_c of them of class c, V validation samples take V·N_c / N of each class, rounded so that
 * the sum is exactly V and no class loses its last training sample. The seed chooses the samples; both parts keep the original order.
 * Samples in memory are copied, unless `inPlace` is set; others are read on demand.
 *
 * @throws DumError 'bad-input' for a split that is not the training split, or when a class would have nothing to train on.
 *
 * @example
 * const { train, validation } = splitTrainValidation(mnist.train, { validation: 0.1, seed: 1 });
 */
export const splitTrainValidation = (split: TrainSplit, options: ValidationOptions): CutSplit => {
  const { source, sampleShape, y } = requireRole(split, ['train'], 'splitTrainValidation');
  const defaults = { validation: usualValidation(split.count), inPlace: false };
  const { validation, seed, inPlace } = fillOptions('splitTrainValidation', defaults, options, ['seed']);
  const total = validation > 0 && validation < 1 ? Math.max(1, Math.round(validation * split.count)) : validation;
  if (!Number.isInteger(total) || total < 1)
    throw new DumError(
      'bad-input',
      `splitTrainValidation: validation is ${validation}; expected a count of at least 1 or a share between 0 and 1`,
    );
  const held = drawStratified('splitTrainValidation', y, total, {
    seed,
    refuse: (most, classes) => {
      throw new DumError(
        'bad-input',
        `splitTrainValidation: validation is ${validation} of ${split.count} samples in ${classes} classes; expected at most ${most}, so that each class keeps a sample to train on`,
      );
    },
  });
  const all = Array.from(held.keys());
  const validationRows = all.filter((sample) => held[sample] === 1);
  if (inPlace && source.values !== undefined && !isParts(sampleShape)) return cutInPlace(source.values, y, sampleShape, validationRows);
  return {
    train: pick(
      'train',
      split,
      all.filter((sample) => held[sample] === 0),
    ),
    validation: pick('validation', split, validationRows),
  };
};
