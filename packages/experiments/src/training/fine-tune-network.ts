import type { LayersModel } from '@tensorflow/tfjs-layers';
import { evaluateNetwork } from '../metrics/evaluate-network.js';
import { type TrainingData, trainNetwork } from './train-network.js';
import type { TrainingOptions } from './training-options.js';
import type { TrainingRecord } from './training-record.js';
import { readWeights, setWeights } from './training-state.js';

/** A figure of the validation split with the weights that a network came with, and with those that were chosen. */
export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** What came of a fine-tuning. */
export interface FineTuning {
  /** The epoch whose weights the network has now; 0 when none did better than the start. */
  readonly epoch: number;
  readonly validationAccuracy: BeforeAndAfter;
  /** What the epoch was chosen by: the mean over classes of each class's own accuracy. */
  readonly validationBalancedAccuracy: BeforeAndAfter;
  /** A record of every epoch. */
  readonly records: readonly TrainingRecord[];
}

/**
 * Trains a network that can do a task already, such as one that `extractSubnetwork` gave, and leaves it with the weights of the epoch
 * of the best balanced accuracy on the validation split: those that it came with, where no epoch did better.
 *
 * It is {@link trainNetwork}, whose options and refusals it has, but for the rate, which is 5e-4 unless told. All weights learn, and
 * batch normalizations go on with their statistics. A task's `classWeights` count, so that "this class or another" is not answered
 * with the larger class. A network that was cut out learns more with the whole one as its `teacher`. Choose {@link trainNetwork} for a network with random weights.
 *
 * @example
 * const { validationBalancedAccuracy } = await fineTuneNetwork(extraction.network, { ...task, range: mnist.range }, { epochs: 3 });
 */
export const fineTuneNetwork = async (network: LayersModel, data: TrainingData, options: TrainingOptions = {}): Promise<FineTuning> => {
  const before = await evaluateNetwork(network, data.validation, data.classNames);
  let best = { epoch: 0, accuracy: before.accuracy, balancedAccuracy: before.balancedAccuracy, weights: await readWeights(network) };
  const records = await trainNetwork(network, data, {
    learningRate: 5e-4,
    ...options,
    onState: async (state) => {
      const { epoch, validationAccuracy: accuracy, validationBalancedAccuracy: balancedAccuracy } = state.records.at(-1)!;
      if (balancedAccuracy > best.balancedAccuracy) best = { epoch, accuracy, balancedAccuracy, weights: [...state.weights] };
      await options.onState?.(state);
    },
  });
  setWeights(network, best.weights);
  return {
    epoch: best.epoch,
    validationAccuracy: { before: before.accuracy, after: best.accuracy },
    validationBalancedAccuracy: { before: before.balancedAccuracy, after: best.balancedAccuracy },
    records,
  };
};
