import type { Task } from '@dum/datasets';
import type { LinearReadOut } from '../read-outs/index.js';

/** The state from which the search of a task continues. */
export interface WarmStart {
  /** The logits of the task, one array for each mask. */
  readonly logits: readonly Float32Array[];
  /** Its linear probes, of the kept units and of the complement, if it has them. */
  readonly probes: readonly LinearReadOut[];
}

/** The part of a task that a search needs: its labels, without samples. */
export type SearchTask = Pick<Task, 'name' | 'classNames' | 'classWeights' | 'classOf'> & {
  readonly train: { readonly y: ArrayLike<number> };
  readonly validation: { readonly y: ArrayLike<number> };
  /** The state from which its search continues; default none. */
  readonly start?: WarmStart;
};
