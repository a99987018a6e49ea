import { add, mul, relu, sub, tensor1d } from '@tensorflow/tfjs-core';
import { finiteNumber, requireOptions } from '@dum/errors';
import { crossEntropyPerTask } from '../../optimization/cross-entropy.js';
import { builtIn } from './_built-in.js';
import { meanOverBatch, weightsOf } from './_per-sample.js';
import { crossEntropy } from './cross-entropy.js';
import type { Objective } from './objective.js';

/** Options of {@link completeness}. */
export interface CompletenessOptions {
  /** The weight of the complement's part, above 0; default 1. */
  readonly weight?: number;
  /** The objective of the kept units; default {@link crossEntropy}. */
  readonly of?: Objective;
}

/**
 * Completeness: the kept units do the task, and the complement cannot, even with its own linear probe.
 *
 * L + weight·max(0, ln K − CE(y, complement)), for the loss L of `of` and a task of K classes. A linear probe learns the task from the
 * complement, while the masks learn that it does no better than a guess, whose loss is ln K. A higher loss gains nothing, so that masks are
 * not rewarded for a complement that misleads its probe.
 *
 * All copies of a unit are kept, where {@link crossEntropy} keeps one. Subnetworks are larger, often by far; `budget` bounds them. During
 * the search the probe sees every mask for one step only, so measure the complement with a new one: `fitSubnetworks` on
 * `complement(masks)`.
 *
 * Completeness of circuits: Wang et al. 2022 (arXiv 2211.00593); adversarial probes: Ganin et al. 2016
 * (arXiv 1505.07818). Throws `bad-input` for a weight that is not above 0.
 *
 * @example
 * const found = await discoverSubnetworks(network, tasks, { objective: completeness({ weight: 2 }) });
 */
export const completeness = ({ weight = 1, of = crossEntropy() }: CompletenessOptions = {}): Objective => {
  requireOptions('completeness', { weight }, { weight: finiteNumber({ above: 0 }) });
  return builtIn({
    name: 'completeness',
    formula: `${of.formula} + ${weight}·max(0, ln K − CE(y, complement))`,
    parameters: { weight },
    of,
    reads: [...of.reads, 'complement'],
    perTask: (answers) => {
      const guess = mul(meanOverBatch(weightsOf(answers)), tensor1d(answers.classCounts.map(Math.log)));
      const advantage = relu(sub(guess, crossEntropyPerTask(answers.complement(), answers.targets)));
      return add(of.perTask(answers), mul(advantage, weight));
    },
    isRight: of.isRight,
  });
};
