import type { LayersModel } from '@tensorflow/tfjs-layers';
import { group, takeFeatures } from '@dum/datasets';
import { discoverSubnetwork, type TrainingData } from '@dum/experiments';
import { type Extraction, extractSubnetwork } from '@dum/masks';
import type { Settings } from './settings.js';

/** Masks the inputs and units of a network for all ten digits, and extracts the subnetwork that the masks keep. */
export const maskAndExtract = async (
  network: LayersModel,
  data: TrainingData,
  options: Settings['search'] & { readonly alpha: number; readonly seed: number },
): Promise<Extraction> => {
  const digits = Object.fromEntries(data.classNames.map((name) => [name, [name]]));
  const task = group(data, { name: 'digits', groups: digits, classWeights: 'none' });
  const { status, subnetwork } = await discoverSubnetwork(network, task, { ...options, inputs: 'element' });
  if (subnetwork === undefined || status !== 'found') {
    throw new Error(
      `compression: the masks at price ${options.alpha} are ${status}; expected some pixels and units to go, and some to stay`,
    );
  }
  return extractSubnetwork(network, subnetwork, { dropInputs: true });
};

/** The data with only some pixels of each sample. */
export const withPixels = (data: TrainingData, pixels: readonly number[]): TrainingData => ({
  ...data,
  train: takeFeatures(data.train, pixels),
  validation: takeFeatures(data.validation, pixels),
});
