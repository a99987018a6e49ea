import type { LinearReadOut } from '../read-outs/index.js';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { FollowingSettings } from './options.js';
import type { EpochRecord } from './progress.js';

/** The result of the search of one task: a subnetwork, or the epoch in which it diverged. */
export type SearchResult =
  | {
      /** The name of the task. */
      readonly task: string;
      readonly status: Subnetwork['status'];
      readonly subnetwork: Subnetwork;
      /** The logits of the masks, one array for each masked layer, in the order of `subnetwork.masks.layers`. */
      readonly logits: readonly Float32Array[];
      /** The epoch whose masks these are, counted from 1. */
      readonly epoch: number;
      readonly history: readonly EpochRecord[];
      /** The settings of the search whose defaults follow from the network and the data. */
      readonly settings: FollowingSettings;
      /** A sentence about a search that was too short, as `fewStepsWarning` gives. */
      readonly warning?: string;
    }
  | {
      /** The name of the task. */
      readonly task: string;
      readonly status: 'diverged';
      readonly subnetwork?: undefined;
      readonly logits?: undefined;
      /** The epoch in which the loss or the logits exceeded the divergence limit, counted from 1. */
      readonly epoch: number;
      readonly history: readonly EpochRecord[];
      /** The settings of the search whose defaults follow from the network and the data. */
      readonly settings: FollowingSettings;
      /** A sentence about a search that was too short, as `fewStepsWarning` gives. */
      readonly warning?: string;
    };

/** A task that was searched: its result, and the linear probes learned with its masks. */
export interface SearchedTask {
  readonly result: SearchResult;
  readonly probes: readonly LinearReadOut[];
  /** The objective of the final mask, where it was measured. */
  readonly objective?: number | undefined;
}
