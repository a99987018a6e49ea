import { add, mul, relu, sub, tensor1d } from '@tensorflow/tfjs-core';
import { finiteNumber, requireOptions } from '@dum/errors';
import { crossEntropyPerTask } from '../../optimization/cross-entropy.js';
import { builtIn } from './_built-in.js';
import { meanOverBatch, weightsOf } from './_per-sample.js';
import { crossEntropy } from './cross-entropy.js';
import type { Objective } from './objective.js';

/** What completeness is asked for with. */
export interface CompletenessOptions {
  /** How much the rest counts, above 0; default 1. */
  readonly weight?: number;
  /** What the kept units are to do besides; default {@link crossEntropy}. */
  readonly of?: Objective;
}

/**
 * The kept units do the task and the rest can't: what is left out is of no use for the task, even to a head that is trained to get it from there.
 *
 * L + weight·max(0, ln K − CE(y, rest)), for the loss L of `of` and a task of K classes. A linear head learns to answer the task from the units left out
 * while the masks learn that it can't do better than a guess, which loses ln K. Beyond that nothing is gained, so that
 * no mask is paid for a rest that misleads its head.
 *
 * Copies of units, of which {@link crossEntropy} keeps one, are all kept. Subnetworks are larger, often by far; `budget` bounds them.
 * The head sees every mask for one step only, so measure the rest with a head of its own: `fitSubnetworks` on `complement(masks)`.
 *
 * Completeness of circuits: Wang et al. 2022 (arXiv 2211.00593); heads that learn against what they read: Ganin et al. 2016
 * (arXiv 1505.07818). Throws `bad-input` for a weight that is not above 0.
 *
 * @example
 * const found = await discoverSubnetworks(network, tasks, { objective: completeness({ weight: 2 }) });
 */
export const completeness = ({ weight = 1, of = crossEntropy() }: CompletenessOptions = {}): Objective => {
  requireOptions('completeness', { weight }, { weight: finiteNumber({ above: 0 }) });
  return builtIn({
    name: 'completeness',
    formula: `${of.formula} + ${weight}·max(0, ln K − CE(y, rest))`,
    parameters: { weight },
    of,
    reads: [...of.reads, 'rest'],
    perTask: (answers) => {
      const guess = mul(meanOverBatch(weightsOf(answers)), tensor1d(answers.classCounts.map(Math.log)));
      const advantage = relu(sub(guess, crossEntropyPerTask(answers.rest(), answers.targets)));
      return add(of.perTask(answers), mul(advantage, weight));
    },
    isRight: of.isRight,
  });
};
