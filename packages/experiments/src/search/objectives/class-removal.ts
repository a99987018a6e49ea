import { add, argMax, cast, equal, logSumExp, mul, oneHot, reshape, slice, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { builtIn } from './_built-in.js';
import { divergence, meanOverBatch } from './_per-sample.js';
import type { Answers, Objective } from './objective.js';

/**
 * Class removal: without the kept units the network no longer recognises the class that a task asks about, and answers everything else as
 * before.
 *
 * For samples of other classes it is w·KL(whole ‖ complement), over all outputs of the original head; for samples of the class −w·ln(1 −
 * p), where p is the probability of the class under the complement; w is the weight of the sample's class. So masks keep the units to
 * remove, as few as the price demands. The kept units need not do the task, and the search validates the complement. `ablateSubnetworks`
 * measures what each class loses.
 *
 * Class 1 of a task is removed: the one that `oneVsRest`, and `group` with `classes`, ask about. The knockouts of Wang et al. 2022
 * (arXiv 2211.00593), found by gradient as in De Cao et al. 2020 (arXiv 2004.14992).
 */
export const classRemoval = (): Objective =>
  builtIn({
    name: 'classRemoval',
    formula: 'KL(whole ‖ complement) − ln(1 − p(class, complement))',
    reads: ['outputsOfWhole', 'outputsOfComplement'],
    perTask: (answers) => {
      const complement = answers.outputsOfComplement();
      const others = mul(weightsOfLabel(answers, 0), divergence(answers.outputsOfWhole(), complement));
      const withoutClass = logSumExp(sub(complement, mul(answers.ofClass, enormous)), -1);
      const ofClass = mul(weightsOfLabel(answers, 1), sub(logSumExp(complement, -1), withoutClass));
      return meanOverBatch(add(others, ofClass));
    },
    isRight: (answers) => {
      const [complement, whole] = [argMax(answers.outputsOfComplement(), -1), argMax(answers.outputsOfWhole(), -1)];
      const saysClass = sum(mul(cast(oneHot(cast(complement, 'int32'), answers.ofClass.shape[2]), 'float32'), answers.ofClass), -1);
      const isClass = cast(equal(argMax(answers.targets, -1), 1), 'float32');
      return add(mul(isClass, sub(1, saysClass)), mul(sub(1, isClass), cast(equal(complement, whole), 'float32')));
    },
  });

/** Subtracted from logits that must not count. */
const enormous = 1e9;

const weightsOfLabel = ({ targets }: Answers, label: number): Tensor2D => {
  const [tasks, batch] = targets.shape;
  return reshape(slice(targets, [0, 0, label], [tasks, batch, 1]), [tasks, batch]);
};
