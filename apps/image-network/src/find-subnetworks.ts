import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { discoverSubnetworks, selectSubnetworks } from '@dum/experiments';
import { keepUnits, type Subnetwork } from '@dum/masks';
import type { Settings } from './settings.js';

/** The subnetworks of each task: learned, and of the same size by the strongest baseline. */
export interface FoundSubnetworks {
  readonly learned: readonly Subnetwork[];
  readonly taylor: readonly Subnetwork[];
}

/** The layers whose outputs the masks of the last convolutions stand behind: each convolution's activation. */
const maskedLayers = (network: LayersModel, convolutions: number): string[] =>
  network.layers
    .filter((layer) => layer.getClassName() === 'LeakyReLU')
    .slice(-convolutions)
    .map(({ name }) => name);

/** The number of channels of some layers. */
const channelsOf = (network: LayersModel, layers: readonly string[]): number =>
  layers.reduce((count, name) => count + (network.getLayer(name).outputShape as number[]).at(-1)!, 0);

/** Finds the subnetworks of all tasks in one pass, and those of iterative Taylor scores. */
export const findSubnetworks = async (
  network: LayersModel,
  tasks: readonly Task[],
  { convolutions, share, batchSize, epochs, readOutEpochs, refinements, seed }: Settings,
  log: (line: string) => void,
): Promise<FoundSubnetworks> => {
  const layers = maskedLayers(network, convolutions);
  const budget = keepUnits(Math.round(share * channelsOf(network, layers)));
  let last = 0;
  const found = await discoverSubnetworks(network, tasks, {
    ...{ layers, budget, batchSize, epochs, readOutEpochs, refinements, seed },
    onProgress: ({ phase, epoch, epochs: all, tasks: records }) => {
      if (phase !== 'masks' || records === undefined || epoch === last) return;
      last = epoch;
      const losses = records.map(({ task, validationLoss, keptUnits }) => `${task} ${validationLoss?.toFixed(3)} with ${keptUnits}`);
      log(`  epoch ${epoch} of ${all}, validation loss: ${losses.join(', ')}`);
    },
  });
  const learned = found.map(({ task, subnetwork }) => {
    if (subnetwork !== undefined) return subnetwork;
    throw new DumError(
      'bad-input',
      `findSubnetworks: the search of "${task}" diverged; expected masks, so check the network and its pixels`,
    );
  });
  log('  iterative Taylor');
  const taylor = await selectSubnetworks(network, tasks, {
    ...{ method: 'iterativeTaylor', layers, budget, batchSize, readOutEpochs, seed },
  });
  return { learned, taylor };
};
