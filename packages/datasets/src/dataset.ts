import type { TablePreparation } from './tables/preparation.js';
import type { TestSplit, TrainSplit, ValidationSplit } from './split.js';

/**
 * A named data set: a training split, a test split, and a description of its inputs.
 *
 * `range` contains every value of a sample; it is stored with a trained network, so that pixels of another scale can be refused. The class
 * of label `c` is `classNames[c]`.
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
  /** The validation split of the data set itself; absent where `splitTrainValidation` makes one. */
  readonly validation?: ValidationSplit | undefined;
  readonly test: TestSplit;
  /** How the rows of a table became samples; absent for other data. */
  readonly preparation?: TablePreparation | undefined;
  /** Sentences on what was decided in reading it, such as which samples are for testing. */
  readonly notes?: readonly string[] | undefined;
}
