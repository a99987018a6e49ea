import type { WeightedLabels } from '../optimization/cross-entropy.js';
import type { SoftTargets } from './teacher.js';

/** What a training is to give for each sample: its label, and what a teacher answers where there is one. */
export interface TrainingTargets extends WeightedLabels {
  readonly teacher?: SoftTargets | undefined;
}
