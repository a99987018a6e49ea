import type { layers } from '@tensorflow/tfjs-layers';
import type { Estimator } from '../estimators/estimator.js';
import type { Penalty } from '../penalties/penalty.js';
import type { Granularity } from '../units/granularity.js';

type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Settings of a `UnitMask`; every one has a default. */
export interface UnitMaskArgs extends LayerArgs {
  /** The number of tasks that share a batch, each with a row of logits; default 1. */
  readonly tasks?: number;
  /** The seed of each task's noise; default 0, 1, 2, … */
  readonly taskSeeds?: readonly number[];
  /** Mask samples of each task in a batch; default 1. */
  readonly samples?: number;
  /** Default `gumbelSigmoid()`. */
  readonly estimator?: Estimator;
  /** The penalty, with its price; default `expectedUnits(1e-3)`. */
  readonly penalty?: Penalty;
  /** What one bit switches: a `channel` (default), an `element`, or `channelGroups(size)`. */
  readonly granularity?: Granularity;
  /**
   * Whether a dropped unit becomes a learned constant, one for each channel (or element) and task, which starts at 0, instead of 0 itself;
   * default false.
   */
  readonly constants?: boolean;
  /** In (0, 1); default .5. */
  readonly initialKeepProbability?: number;
  /** Above 0; default 1. */
  readonly temperature?: number;
  /** An integer that seeds the noise; default 1. */
  readonly seed?: number;
}
