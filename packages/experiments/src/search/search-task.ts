import type { Task } from '@dum/datasets';
import type { WarmStart } from './task-start.js';

/** A task as a search sees it: its labels, and none of its samples. */
export type SearchTask = Pick<Task, 'name' | 'classNames' | 'classWeights' | 'classOf'> & {
  readonly train: { readonly y: ArrayLike<number> };
  readonly validation: { readonly y: ArrayLike<number> };
  /** What its search goes on from; default nothing. */
  readonly start?: WarmStart;
};
