import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireOptions } from '@dum/errors';
import { requireModel } from '@dum/masks';
import { evaluateNetwork } from '../metrics/evaluate-network.js';
import { type TrainingData, trainingDataKind, trainNetwork } from './train-network.js';
import type { TrainingOptions } from './training-options.js';
import type { TrainingRecord } from './training-record.js';
import { readWeights, setWeights } from './training-state.js';

/** A figure of the validation split with the weights before fine-tuning, and with those of the chosen epoch. */
export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** The result of a fine-tuning. */
export interface FineTuning {
  /** The epoch whose weights the network has; 0 if none was better than the start. */
  readonly epoch: number;
  readonly validationAccuracy: BeforeAndAfter;
  /** The balanced accuracy, by which the epoch was chosen. */
  readonly validationBalancedAccuracy: BeforeAndAfter;
  /** A record of every epoch. */
  readonly records: readonly TrainingRecord[];
}

/**
 * Fine-tunes a network that can do a task already, such as one from `extractSubnetwork`. The network ends with the weights of the best
 * epoch by balanced accuracy on the validation split, or with its initial weights if no epoch was better.
 *
 * It has the options and errors of {@link trainNetwork}; the default learning rate is 5e-4. All weights learn, and batch normalizations
 * update their statistics. A task's `classWeights` apply, so that the larger class does not dominate. An extracted network learns more with
 * the whole one as its `teacher`. Use {@link trainNetwork} for a network with random weights.
 *
 * @example
 * const { validationBalancedAccuracy } = await fineTuneNetwork(extraction.network, { ...task, range: mnist.range }, { epochs: 3 });
 */
export const fineTuneNetwork = async (network: LayersModel, data: TrainingData, options: TrainingOptions = {}): Promise<FineTuning> => {
  requireModel('fineTuneNetwork', network);
  requireOptions('fineTuneNetwork', { data }, { data: trainingDataKind });
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
