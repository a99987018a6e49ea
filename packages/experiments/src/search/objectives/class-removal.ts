import { add, argMax, cast, equal, logSumExp, mul, oneHot, reshape, slice, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { builtIn } from './_built-in.js';
import { divergence, meanOverBatch } from './_per-sample.js';
import type { Answers, Objective } from './objective.js';

/**
 * Everything but the class: without the kept units the network no longer knows the class that a task asks about, and answers all else as
 * before.
 *
 * For samples of other classes it is w·KL(whole ‖ rest), over all outputs of the network's own head; for samples of the class
 * −w·ln(1 − p), where p is the probability that the rest gives the class; w is the weight of the sample's class. So masks hold what is to
 * be removed, as few units as the price asks for. They need not do the task, and what the search validates is the rest.
 * `ablateSubnetworks` measures what each class loses.
 *
 * It is class 1 of a task that is removed: what `oneVsRest`, and `group` with `classes`, ask about. The knockouts of Wang et al. 2022
 * (arXiv 2211.00593), found by gradient as in De Cao et al. 2020 (arXiv 2004.14992).
 */
export const classRemoval = (): Objective =>
  builtIn({
    name: 'classRemoval',
    formula: 'KL(whole ‖ rest) − ln(1 − p(class, rest))',
    reads: ['outputsOfWhole', 'outputsOfRest'],
    perTask: (answers) => {
      const rest = answers.outputsOfRest();
      const others = mul(weightsOfLabel(answers, 0), divergence(answers.outputsOfWhole(), rest));
      const withoutClass = logSumExp(sub(rest, mul(answers.ofClass, enormous)), -1);
      const ofClass = mul(weightsOfLabel(answers, 1), sub(logSumExp(rest, -1), withoutClass));
      return meanOverBatch(add(others, ofClass));
    },
    isRight: (answers) => {
      const [rest, whole] = [argMax(answers.outputsOfRest(), -1), argMax(answers.outputsOfWhole(), -1)];
      const saysClass = sum(mul(cast(oneHot(cast(rest, 'int32'), answers.ofClass.shape[2]), 'float32'), answers.ofClass), -1);
      const isClass = cast(equal(argMax(answers.targets, -1), 1), 'float32');
      return add(mul(isClass, sub(1, saysClass)), mul(sub(1, isClass), cast(equal(rest, whole), 'float32')));
    },
  });

/** What is taken from logits that are not to count. */
const enormous = 1e9;

const weightsOfLabel = ({ targets }: Answers, label: number): Tensor2D => {
  const [tasks, batch] = targets.shape;
  return reshape(slice(targets, [0, 0, label], [tasks, batch, 1]), [tasks, batch]);
};
