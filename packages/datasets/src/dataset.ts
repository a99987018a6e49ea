import type { TestSplit, TrainSplit, ValidationSplit } from './split.js';

/**
 * A named data set: a training split, a test split, and what an input of it looks like.
 *
 * `range` holds every value of a sample, so that a network can remember what it was trained on and refuse pixels of
 * another scale. The class of label `c` is `classNames[c]`.
 *
 * @example
 * const toy: Dataset = { name: 'toy', sampleShape: [2], range: [0, 1], classNames: ['a', 'b'], train, test };
 */
export interface Dataset {
  readonly name: string;
  /** Shape of one sample, `[28, 28]` for MNIST. */
  readonly sampleShape: readonly number[];
  /** Least and greatest value that a sample may hold. */
  readonly range: readonly [number, number];
  readonly classNames: readonly string[];
  readonly train: TrainSplit;
  /** The samples that the data set itself sets apart to choose by; absent where `splitTrainValidation` is to hold some out. */
  readonly validation?: ValidationSplit | undefined;
  readonly test: TestSplit;
}
