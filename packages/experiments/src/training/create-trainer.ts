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
  readonly classes: number;
}

/** The fastest trainer that can train a network. */
export const createTrainer = async (
  network: LayersModel,
  train: Pick<Split, 'x' | 'y' | 'count' | 'sampleShape'>,
  { batchSize, classes }: TrainerSettings,
): Promise<NetworkTrainer> => {
  const size = Math.min(batchSize, train.count);
  const chain = readDenseChain(network);
  if (chain !== undefined && canRunHostKernels(chainTrainerBytes(chain, size))) {
    return createChainTrainer(chain, train, { y: train.y, batchSize: size });
  }
  return createGeneralTrainer(network, train, { y: train.y, classWeights: Array.from({ length: classes }, () => 1) });
};
