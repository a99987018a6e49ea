import { crossEntropyPerTask } from '../../optimization/cross-entropy.js';
import { isSameAnswer } from './_per-sample.js';
import { builtIn } from './_built-in.js';
import type { Objective } from './objective.js';

/**
 * Cross-entropy of the labels: the kept units do the task. The default objective.
 *
 * CE(y, subnetwork) = −w·ln p(y), where p is the answer of the kept units and w the weight of the sample's class. It finds sufficient units,
 * whether or not the complement does the task as well: see {@link completeness}. Where the network errs, the kept units may do better:
 * see {@link faithfulness}.
 *
 * Csordás et al. 2021 (arXiv 2010.02066).
 */
export const crossEntropy = (): Objective => labels;

/** A single object, which a search recognises. */
const labels: Objective = builtIn({
  name: 'crossEntropy',
  formula: 'CE(y, subnetwork)',
  reads: ['subnetwork'],
  perTask: (answers) => crossEntropyPerTask(answers.subnetwork(), answers.targets),
  isRight: (answers) => isSameAnswer(answers.subnetwork(), answers.targets),
});
