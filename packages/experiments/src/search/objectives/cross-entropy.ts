import { crossEntropyPerTask } from '../../optimization/cross-entropy.js';
import { isSameAnswer } from './_per-sample.js';
import { builtIn } from './_built-in.js';
import type { Objective } from './objective.js';

/**
 * The labels: the kept units do the task. The objective of a search that is told nothing.
 *
 * CE(y, kept) = −w·ln p(y), where p is the answer of the kept units and w the weight of the sample's class. It asks for units that are
 * enough; whether the others could do the task as well counts for nothing: see {@link completeness}. Where the network errs, the kept units
 * may do better than it: see {@link faithfulness}.
 *
 * Csordás et al. 2021 (arXiv 2010.02066).
 */
export const crossEntropy = (): Objective => labels;

/** One object for all, by which a search knows it. */
const labels: Objective = builtIn({
  name: 'crossEntropy',
  formula: 'CE(y, kept)',
  reads: ['kept'],
  perTask: (answers) => crossEntropyPerTask(answers.kept(), answers.targets),
  isRight: (answers) => isSameAnswer(answers.kept(), answers.targets),
});
