import type { Subnetwork } from '@dum/masks/mask-set';
import type { FollowingSettings } from './options.js';
import type { EpochRecord } from './options.js';

/** What came of one task: a subnetwork, or the news that it diverged. */
export type Discovery =
  | {
      readonly task: string;
      readonly status: Subnetwork['status'];
      readonly subnetwork: Subnetwork;
      /** The logits behind the masks, one array a masked layer, in the order of `subnetwork.masks.layers`. */
      readonly logits: readonly Float32Array[];
      /** The epoch whose masks these are, counted from 1. */
      readonly epoch: number;
      readonly history: readonly EpochRecord[];
      /** What the search was run with, where the defaults follow from the network and the data. */
      readonly settings: FollowingSettings;
    }
  | {
      readonly task: string;
      readonly status: 'diverged';
      readonly subnetwork?: undefined;
      readonly logits?: undefined;
      /** The epoch in which the loss or the logits left all bounds, counted from 1. */
      readonly epoch: number;
      readonly history: readonly EpochRecord[];
      /** What the search was run with, where the defaults follow from the network and the data. */
      readonly settings: FollowingSettings;
    };
