import type { Task, TaskData, TestSplit } from '@dum/datasets';

/** Labelled pictures for a network, and the questions about them. */
export interface Samples {
  readonly data: TaskData;
  readonly test: TestSplit;
  /** The tasks `dog`, `bird` and `vehicle`. */
  readonly tasks: readonly Task[];
}

/** How many pictures are used, and for what. */
export interface Sizes {
  /** Pixels of each side of a picture. */
  readonly side: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}
