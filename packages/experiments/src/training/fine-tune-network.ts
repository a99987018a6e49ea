import type { LayersModel } from '@tensorflow/tfjs-layers';
import { evaluateNetwork } from '../evaluation/evaluate-network.js';
import { type TrainingData, trainNetwork } from './train-network.js';
import type { TrainingOptions } from './training-options.js';
import type { TrainingRecord } from './training-record.js';
import { readWeights, setWeights } from './training-state.js';

/** What came of a fine-tuning. */
export interface FineTuning {
  /** The epoch whose weights the network has now; 0 when none did better than the start. */
  readonly epoch: number;
  /** Accuracy on the validation split before, and with the weights that were chosen. */
  readonly validationAccuracy: { readonly before: number; readonly after: number };
  /** A record of every epoch. */
  readonly records: readonly TrainingRecord[];
}

/**
 * Trains a network that can do a task already, such as one that `extractSubnetwork` gave, and leaves it with the weights of the epoch
 * that did best on the validation split: those that it came with, where no epoch did better.
 *
 * It is {@link trainNetwork}, whose options and refusals it has, but for the rate, which is 5e-4 unless told. All weights learn, and
 * batch normalizations go on with their statistics. Choose {@link trainNetwork} for a network with random weights.
 *
 * @example
 * const { validationAccuracy } = await fineTuneNetwork(extraction.network, { ...task, range: mnist.range }, { epochs: 3 });
 */
export const fineTuneNetwork = async (network: LayersModel, data: TrainingData, options: TrainingOptions = {}): Promise<FineTuning> => {
  const { accuracy: before } = await evaluateNetwork(network, data.validation, data.classNames);
  let best = { epoch: 0, accuracy: before, weights: await readWeights(network) };
  const records = await trainNetwork(network, data, {
    learningRate: 5e-4,
    ...options,
    onState: async (state) => {
      const { epoch, validationAccuracy } = state.records.at(-1)!;
      if (validationAccuracy > best.accuracy) best = { epoch, accuracy: validationAccuracy, weights: [...state.weights] };
      await options.onState?.(state);
    },
  });
  setWeights(network, best.weights);
  return { epoch: best.epoch, validationAccuracy: { before, after: best.accuracy }, records };
};
