import { mul } from '@tensorflow/tfjs-core';
import { divergence, isSameAnswer, meanOverBatch, weightsOf } from './_per-sample.js';
import { builtIn } from './_built-in.js';
import type { Objective } from './objective.js';

/**
 * The whole network's answers: the kept units answer the task as all units do, rightly or not.
 *
 * KL(whole ‖ kept) = w·Σ p·ln(p / q), where q is the answer of the kept units, p that of the whole network (its softmax, summed over the
 * classes of each class of the task), and w the weight of the sample's class. It is 0 when nothing is left out and the
 * network's own head is the read-out. The share of an answer that a task ignores is left out of p.
 *
 * The faithfulness of circuits, as Conmy et al. 2023 (arXiv 2304.14997) measure it. Prefer {@link crossEntropy} to ask what units could
 * do, this to ask how the network does it.
 */
export const faithfulness = (): Objective =>
  builtIn({
    name: 'faithfulness',
    formula: 'KL(whole ‖ kept)',
    reads: ['kept', 'whole'],
    perTask: (answers) => meanOverBatch(mul(weightsOf(answers), divergence(answers.whole(), answers.kept()))),
    isRight: (answers) => isSameAnswer(answers.kept(), answers.targets),
  });
