import type { Task } from '@dum/datasets';
import type { WarmStart } from './task-start.js';

/** The part of a task that a search needs: its labels, without samples. */
export type SearchTask = Pick<Task, 'name' | 'classNames' | 'classWeights' | 'classOf'> & {
  readonly train: { readonly y: ArrayLike<number> };
  readonly validation: { readonly y: ArrayLike<number> };
  /** The state from which its search continues; default none. */
  readonly start?: WarmStart;
};
