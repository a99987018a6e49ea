import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * The answers to a batch, for several tasks, that an objective may read. Each is computed once, on demand.
 *
 * Answers are logits; the logits of classes that only other tasks have are nearly −∞.
 */
export interface Answers {
  /** The weight of a sample at its class, else 0: `[tasks, batch, classes]`. */
  readonly targets: Tensor3D;
  /** The number of classes of each task. */
  readonly classCounts: readonly number[];
  /** 1 for each output of the network that belongs to the task's class 1, else 0: `[tasks, 1, outputs]`. */
  readonly ofClass: Tensor3D;
  /** The answer of the subnetwork, through the read-out of the search: `[tasks, batch, classes]`. */
  subnetwork(): Tensor3D;
  /** The answer of the whole network, through its own head: `[tasks, batch, classes]`. */
  whole(): Tensor3D;
  /** The answer of the complement, through a linear probe that learns the task from it: `[tasks, batch, classes]`. */
  complement(): Tensor3D;
  /** The outputs of the whole network, before their softmax: `[1, batch, outputs]`. */
  outputsOfWhole(): Tensor3D;
  /** The outputs of the complement through the network's own head, before their softmax: `[tasks, batch, outputs]`. */
  outputsOfComplement(): Tensor3D;
}

/** What of {@link Answers} can be asked for, besides the labels. */
export type Answer = 'subnetwork' | 'whole' | 'complement' | 'outputsOfWhole' | 'outputsOfComplement';

/**
 * The goal of the masks of a search: the loss to which {@link DiscoveryOptions.penalty} is added.
 *
 * It is a plain object of pure functions; you may write your own. No operation may mix tasks.
 */
export interface Objective {
  readonly name: string;
  /** The formula, printed beside results. */
  readonly formula: string;
  /** Its parameters, as plain data. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** The objective that it adds something to. */
  readonly of?: Objective;
  /** The answers that it reads. */
  readonly reads: readonly Answer[];
  /** The loss of each task, as a mean over the batch: `[tasks]`. */
  readonly perTask: (answers: Answers) => Tensor1D;
  /** 1 for each sample with the right answer, else 0: `[tasks, batch]`. */
  readonly isRight: (answers: Answers) => Tensor2D;
}
