import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * What an objective sees of a batch, for some tasks. Each answer is computed when it is asked for, once.
 *
 * Answers are logits; classes that a task does not have, where another has more, have logits of next to −∞.
 */
export interface Answers {
  /** The weight of a sample where its class is, else 0: `[tasks, batch, classes]`. */
  readonly targets: Tensor3D;
  /** How many classes each task has. */
  readonly classCounts: readonly number[];
  /** 1 for each output of the network that is a class of the task's class 1, else 0: `[tasks, 1, outputs]`. */
  readonly ofClass: Tensor3D;
  /** The answer of the kept units, through the read-out of the search: `[tasks, batch, classes]`. */
  kept(): Tensor3D;
  /** The answer of all units, through the network's own head: `[tasks, batch, classes]`. */
  whole(): Tensor3D;
  /** The answer of the units that are left out, through a head that learns to get the task from them: `[tasks, batch, classes]`. */
  rest(): Tensor3D;
  /** The outputs of the network, before their softmax, of all units: `[1, batch, outputs]`. */
  outputsOfWhole(): Tensor3D;
  /** Those of the units that are left out: `[tasks, batch, outputs]`. */
  outputsOfRest(): Tensor3D;
}

/** What of {@link Answers} can be asked for, besides the labels. */
export type Answer = 'kept' | 'whole' | 'rest' | 'outputsOfWhole' | 'outputsOfRest';

/**
 * What the masks of a search are to reach, besides a low price of their units: the loss that {@link DiscoveryOptions.penalty} is added to.
 *
 * A plain object of pure functions, which anyone may write. No operation may mix tasks.
 */
export interface Objective {
  readonly name: string;
  /** The formula, as printed beside results. */
  readonly formula: string;
  /** What it depends on, as plain data. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** The objective that it adds something to. */
  readonly of?: Objective;
  /** The answers that it asks for. */
  readonly reads: readonly Answer[];
  /** The loss of each task, as a mean over the batch: `[tasks]`. */
  readonly perTask: (answers: Answers) => Tensor1D;
  /** 1 for each sample that is answered as it should be, else 0: `[tasks, batch]`. */
  readonly isRight: (answers: Answers) => Tensor2D;
}
