import type { Task } from '@dum/datasets';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import type { AgainstChance } from './against-chance.js';
import type { Interval } from '../metrics/bootstrap.js';
import type { Verdict } from './verdict.js';

/** A subnetwork and the task that it was found for. */
export interface FoundSubnetwork {
  readonly subnetwork: Subnetwork;
  readonly task: Task;
}

/** A figure of masks with a read-out of their own. */
export interface ScoredMasks {
  readonly metrics: ClassificationMetrics;
  /** 95 % bootstrap interval of the balanced accuracy over the split's samples. */
  readonly interval: Interval;
}

/** What there is to say for and against one subnetwork; figures are of the split given. */
export interface Evidence {
  readonly task: string;
  readonly found: ScoredMasks;
  /** The subnetwork read through the network's own head; undefined where its classes are not known. */
  readonly originalHead: ClassificationMetrics | undefined;
  /** A read-out on all units. */
  readonly headOnly: ScoredMasks;
  /** Random masks with as many units in each layer; balanced accuracies. */
  readonly random: AgainstChance;
  /** The rest of the network. */
  readonly complement: ScoredMasks;
  /** As many units in each layer as the subnetwork has, drawn from the rest. Where the rest of a layer is smaller, all of it. */
  readonly complementSample: ScoredMasks;
  /** The same search over a randomly initialized network; undefined without `search`, or where it found nothing. */
  readonly randomNetwork: (ScoredMasks & { readonly keptUnits: number }) | undefined;
  /** The recall that each class of the network loses, through its own head, when the subnetwork's units go; undefined where classes are not known. */
  readonly damage: readonly number[] | undefined;
  /** For each other seed, the corrected intersection over union with what was found there. */
  readonly overlaps: readonly number[];
  readonly verdict: Verdict;
}
