import { mul } from '@tensorflow/tfjs-core';
import { divergence, isSameAnswer, meanOverBatch, weightsOf } from './_per-sample.js';
import { builtIn } from './_built-in.js';
import type { Objective } from './objective.js';

/**
 * Faithfulness to the whole network: the kept units answer the task as all units do, rightly or not.
 *
 * KL(whole ‖ subnetwork) = w·Σ p·ln(p / q), where q is the answer of the kept units, p that of the whole network (its softmax, summed over the
 * classes of each class of the task), and w the weight of the sample's class. It is 0 when all units are kept and the read-out is the
 * original head. The probability of classes that a task ignores is left out of p.
 *
 * The faithfulness of circuits as measured by Conmy et al. 2023 (arXiv 2304.14997). Prefer {@link crossEntropy} to ask what units could do,
 * and this to ask how the network does it.
 */
export const faithfulness = (): Objective =>
  builtIn({
    name: 'faithfulness',
    formula: 'KL(whole ‖ subnetwork)',
    reads: ['subnetwork', 'whole'],
    perTask: (answers) => meanOverBatch(mul(weightsOf(answers), divergence(answers.whole(), answers.subnetwork()))),
    isRight: (answers) => isSameAnswer(answers.subnetwork(), answers.targets),
  });
