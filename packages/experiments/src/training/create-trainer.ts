import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import { chainTrainerBytes, createChainTrainer } from './chain/chain-trainer.js';
import { canRunHostKernels } from '../kernels/host-kernels.js';
import { readDenseChain } from './chain/read-dense-chain.js';
import { createGeneralTrainer } from './general-trainer.js';
import type { NetworkTrainer } from './network-trainer.js';

/** What a trainer is told beside the network and the samples. */
export interface TrainerSettings {
  readonly batchSize: number;
  /** What a sample of each class weighs. */
  readonly classWeights: readonly number[];
}

/** The fastest trainer that can train a network. */
export const createTrainer = async (
  network: LayersModel,
  train: Pick<Split, 'x' | 'y' | 'count' | 'sampleShape'>,
  { batchSize, classWeights }: TrainerSettings,
): Promise<NetworkTrainer> => {
  const labels = { y: train.y, classWeights };
  const size = Math.min(batchSize, train.count);
  const chain = readDenseChain(network);
  if (chain !== undefined && canRunHostKernels(chainTrainerBytes(chain, size))) {
    return createChainTrainer(chain, train, labels, size);
  }
  return createGeneralTrainer(network, train, labels);
};
