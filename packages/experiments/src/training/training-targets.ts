import type { WeightedLabels } from '../optimization/cross-entropy.js';
import type { SoftTargets } from './teacher.js';

/** The targets of a training for each sample: its label, and the answer of a teacher if there is one. */
export interface TrainingTargets extends WeightedLabels {
  readonly teacher?: SoftTargets | undefined;
}
