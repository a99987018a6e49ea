import type { MaskCheck } from './mask-check.js';
import type { MaskSet } from './mask-set.js';

/** A linear probe: a dense layer trained for a task, with one output for each class of the task. */
export type NewHead = {
  readonly kind: 'new-head';
  /** Classes of the task, in the order of the outputs. */
  readonly classNames: readonly string[];
  /** Weights `[inputs, classes]`, row-major. */
  readonly kernel: Float32Array;
  /** One bias for each class. */
  readonly bias: Float32Array;
};

/**
 * The network's own head as a read-out: the logit of a class of the task is the log-sum-exp of the logits of the network's classes in it,
 * so that its probability is the sum of theirs. `classOf` of the subnetwork assigns the classes.
 */
export type OriginalHead = {
  readonly kind: 'original-head';
  /** Classes of the task. */
  readonly classNames: readonly string[];
};

/** The entry of `classOf` of a {@link Subnetwork} for a class of the dataset that the task ignores: 65535. */
export const ignoredClass = 65_535;

/** How a subnetwork's output is read. */
export type ReadOut = NewHead | OriginalHead;

/** The statistics of one batch normalization: the mean and the variance that it normalizes each channel by. */
export interface LayerStatistics {
  /** Name of the layer in the flattened network. */
  readonly layer: string;
  /** One for each channel. */
  readonly mean: Float32Array;
  /** One for each channel, at least 0. */
  readonly variance: Float32Array;
}

/**
 * Statistics of batch normalizations that were re-estimated under a mask, in place of the network's own: the moments of what each layer
 * reads in the masked network, over training samples and positions. They follow from mask and data; no label and no weight is involved.
 */
export interface ReEstimated {
  readonly kind: 're-estimated';
  /** The number of training samples that they were estimated on. */
  readonly samples: number;
  /** Each batch normalization that a mask affects, in network order. */
  readonly statistics: readonly LayerStatistics[];
}

/** What the dropped units of one layer become. */
export interface LayerConstants {
  /** Name of the masked layer. */
  readonly layer: string;
  /** One for each element of the mask, as `kept`; for groups of channels, one for each channel. Those of kept units have no effect. */
  readonly values: Float32Array;
}

/**
 * What dropped units become in place of 0: their `mean` output in the whole network over training samples, or a `constant` that was
 * learned for the mask (optimal ablation, Li and Janson 2024, arXiv 2409.09951).
 */
export interface DroppedConstants {
  readonly kind: 'mean' | 'constant';
  /** Each masked layer, in the order of the masks. */
  readonly layers: readonly LayerConstants[];
}

/** The price α of a kept unit, at least 0: one price for all masked layers, or one for each by its name. */
export type Alpha = number | Readonly<Record<string, number>>;

/**
 * The subnetwork of one task: the masks, the read-out, what was re-estimated under the masks, and how they were found. Plain data;
 * `subnetworksToJson` writes it and `subnetworksFromJson` reads it.
 */
export interface Subnetwork {
  /** The name of the task, unique in a file. */
  readonly task: string;
  /** `collapsed`: a layer ended with no unit; `full`: every unit is kept; `found`: anything between. */
  readonly status: 'found' | 'collapsed' | 'full';
  readonly masks: MaskSet;
  readonly readOut: ReadOut;
  /** How batch normalizations after the first mask normalize; absent where they keep the network's own, frozen statistics. */
  readonly normalization?: ReEstimated;
  /** What dropped units become; absent where they become 0. */
  readonly dropped?: DroppedConstants;
  /** How its objective compares with those of masks that take no search; absent where that was not checked. */
  readonly check?: MaskCheck;
  /** The price α of the penalty; with prices by layer, one for each layer of `masks`. */
  readonly alpha: Alpha;
  /** Seed of the search; a safe integer. */
  readonly seed: number;
  /** The estimator as text. */
  readonly estimator: string;
  /** The penalty as text. */
  readonly penalty: string;
  /** The task's class for each class of the dataset, {@link ignoredClass} for an ignored one; it relabels any split. */
  readonly classOf: readonly number[];
}
