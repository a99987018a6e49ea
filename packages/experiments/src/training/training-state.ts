import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { size } from '../networks/input-rows.js';
import type { Moments } from '../optimization/moments.js';
import type { NetworkTrainer } from './network-trainer.js';
import type { TrainingRecord } from './training-record.js';

/** The state of a training after an epoch. A training that resumes from it is the same, to the bit, as one that never stopped. */
export interface TrainingState {
  /** One for each epoch that is done. */
  readonly records: readonly TrainingRecord[];
  /** The values of each weight of the network, in the order of `getWeights`. */
  readonly weights: readonly Float32Array[];
  /** Adam's moments of each trainable weight. */
  readonly moments: Moments;
}

/** Reads the state of a training from its network. */
export const readState = async (
  network: LayersModel,
  trainer: NetworkTrainer,
  records: readonly TrainingRecord[],
): Promise<TrainingState> => ({
  records: [...records],
  weights: await readWeights(network),
  moments: await trainer.moments(),
});

/** Writes the weights of a state into a network. Throws `bad-input` when the state is of another network. */
export const restoreWeights = (network: LayersModel, { weights, moments }: TrainingState): void => {
  const shapes = network.getWeights().map(({ shape }) => shape);
  const trainable = network.trainableWeights.map(({ shape }) => shape as number[]);
  requireLengths(network.name, weights, shapes);
  for (const held of [moments.first, moments.second]) requireLengths(network.name, held, trainable);
  setWeights(network, weights);
};

/** The values of each weight of a network, in the order of `getWeights`. */
export const readWeights = (network: LayersModel): Promise<Float32Array[]> =>
  Promise.all(network.getWeights().map(async (weight) => Float32Array.from(await weight.data<'float32'>())));

/** Sets the weights of a network to those that {@link readWeights} returned. */
export const setWeights = (network: LayersModel, weights: readonly Float32Array[]): void => {
  tidy(() => {
    network.setWeights(network.getWeights().map(({ shape }, at) => tensor(weights[at]!.slice(), shape)));
  });
};

const requireLengths = (name: string, values: readonly Float32Array[], shapes: readonly (readonly number[])[]): void => {
  const lengths = (of: readonly number[]) => `[${of.join(', ')}]`;
  const [found, expected] = [lengths(values.map(({ length }) => length)), lengths(shapes.map(size))];
  if (found === expected) return;
  throw new DumError(
    'bad-input',
    `trainNetwork: the state to go on from has weights of ${found} values; "${name}" has ${expected}, so give it the network that the state is of`,
  );
};
