import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import { chainTrainerBytes, createChainTrainer } from './chain/chain-trainer.js';
import { requireFittingInput } from '../networks/input-rows.js';
import { canRunHostKernels } from '../kernels/host-memory.js';
import { readDenseChain } from './chain/read-dense-chain.js';
import { createGeneralTrainer } from './general-trainer.js';
import type { NetworkTrainer } from './network-trainer.js';
import type { SoftTargets } from './teacher.js';
import { type SampleNoise, trainingRows } from './training-samples.js';

/** The settings of a trainer, besides the network and the samples. */
export interface TrainerSettings {
  readonly batchSize: number;
  /** The weight of a sample of each class. */
  readonly classWeights: readonly number[];
  readonly teacher?: SoftTargets | undefined;
  readonly noise: SampleNoise;
}

/** Creates the fastest trainer that supports a network. */
export const createTrainer = async (
  network: LayersModel,
  train: Pick<Split, 'source' | 'y'>,
  { batchSize, classWeights, teacher, noise }: TrainerSettings,
): Promise<NetworkTrainer> => {
  const targets = { y: train.y, classWeights, teacher };
  const rows = trainingRows(noise);
  const size = Math.min(batchSize, train.y.length);
  const chain = readDenseChain(network);
  if (chain !== undefined && canRunHostKernels(chainTrainerBytes(chain, size))) {
    return createChainTrainer(chain, rows, targets, size);
  }
  return createGeneralTrainer(network, requireFittingInput(network, train.source.sampleShape), rows, targets);
};
