import type { Task } from '@dum/datasets';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import type { AgainstChance } from './against-chance.js';
import type { Interval } from '../metrics/intervals/interval.js';
import type { Verdict } from './verdict.js';

/** A subnetwork and the task that it was found for. */
export interface FoundSubnetwork {
  readonly subnetwork: Subnetwork;
  /** The task itself. */
  readonly task: Task;
}

/** A figure of masks with their own linear probe. */
export interface ScoredMasks {
  readonly metrics: ClassificationMetrics;
  /** The 95 % interval of the balanced accuracy over the split's samples; see `balancedAccuracyInterval`. */
  readonly interval: Interval;
}

/** The evidence for and against one subnetwork; figures are of one split. */
export interface Evidence {
  /** The name of the task. */
  readonly task: string;
  readonly found: ScoredMasks;
  /** The subnetwork with the original head; undefined where its classes are not known. */
  readonly originalHead: ClassificationMetrics | undefined;
  /** A linear probe on all units. */
  readonly allUnits: ScoredMasks;
  /** Random masks with as many units in each layer; balanced accuracies. */
  readonly random: AgainstChance;
  /** The complement of the subnetwork. */
  readonly complement: ScoredMasks;
  /** As many units in each layer as the subnetwork has, drawn from its complement; all units of the complement where it is smaller. */
  readonly complementSample: ScoredMasks;
  /** The same search over a randomly initialized network; undefined without `search`, or where it found nothing. */
  readonly randomNetwork: (ScoredMasks & { readonly keptUnits: number }) | undefined;
  /**
   * The recall that each class loses, with the original head, without the subnetwork's units, negative where it gains; undefined where
   * classes are not known, or where dropped units become learned constants, since these are learned for a task.
   */
  readonly recallLost: readonly number[] | undefined;
  /** The corrected intersection over union with the masks of each other seed. */
  readonly overlaps: readonly number[];
  readonly verdict: Verdict;
}
