import type { layers } from '@tensorflow/tfjs-layers';
import type { Estimator } from '../estimators/estimator.js';
import type { Penalty } from '../penalties/penalty.js';
import type { Granularity } from '../units/granularity.js';

type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Settings of a `UnitMask`; every one has a default. */
export interface UnitMaskArgs extends LayerArgs {
  /** Tasks that ride the batch, each with a row of logits; default 1. */
  readonly tasks?: number;
  /** A number for each task that keys its noise; default 0, 1, 2, … */
  readonly taskSeeds?: readonly number[];
  /** Noise samples of each task's logits in a batch while sampling; default 1. */
  readonly samples?: number;
  /** Default `gumbelSigmoid()`. */
  readonly estimator?: Estimator;
  /** With its price; default `expectedUnits(1e-3)`. */
  readonly penalty?: Penalty;
  /** What one bit stands for: a `channel` (default), an `element`, or `channelGroups(size)`. */
  readonly granularity?: Granularity;
  /** In (0, 1); default .5. */
  readonly initialKeepProbability?: number;
  /** Above 0; default 1. */
  readonly temperature?: number;
  /** An integer that keys the noise; default 1. */
  readonly seed?: number;
}
