import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, group, splitTrainValidation, takeFeatures, takeFirst } from '@dum/datasets';
import { discoverSubnetwork, evaluateNetwork, fineTuneNetwork, mlp, type TrainingData, trainNetwork } from '@dum/experiments';
import { extractSubnetwork, networkCosts } from '@dum/masks';
import type { Settings } from './settings.js';

/** What came of one seed. */
export interface Compression {
  /** The inputs of each layer: pixels, units of the first hidden layer, units of the second. */
  readonly widths: readonly number[];
  readonly parameters: number;
  /** The share of validation samples that the compressed network gets wrong. */
  readonly validationError: number;
  /** The same of the test samples. */
  readonly testError: number;
  /** The same for the network that it was cut out of. */
  readonly wholeTestError: number;
}

/**
 * Compresses 784-300-100-10: trains it, then, once for each price, masks pixels and units, cuts out what is left and tunes it.
 *
 * Everything is chosen on the validation split; the test split is looked at once, in the end.
 */
export const compress = async (mnist: Dataset, seed: number, settings: Settings, log: (line: string) => void): Promise<Compression> => {
  const { limit = mnist.train.count, network, prices } = settings;
  const all = takeFirst(mnist.train, limit);
  const splits = splitTrainValidation(all, { validation: Math.min(5000, Math.round(all.count / 10)), seed });
  const data = { ...mnist, ...splits };
  const whole = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed });
  const records = await trainNetwork(whole, data, { ...network, seed });
  log(`seed ${seed}: ${widthsOf(whole).join('-')}, validation error ${percent(1 - records.at(-1)!.validationAccuracy)}`);

  let small: LayersModel = whole;
  let pixels: readonly number[] = Array.from({ length: 784 }, (_, pixel) => pixel);
  let validationError = Number.NaN;
  for (const alpha of prices) {
    const extraction = await maskAndExtract(small, withPixels(data, pixels), { ...settings.search, alpha, seed });
    small = extraction.network;
    pixels = extraction.inputs[0]!.map((kept) => pixels[kept]!);
    const { validationAccuracy } = await fineTuneNetwork(small, withPixels(data, pixels), { ...settings.tuning, seed });
    validationError = 1 - validationAccuracy.after;
    log(`  price ${alpha}: ${widthsOf(small).join('-')}, validation error ${percent(validationError)}`);
  }
  return {
    widths: widthsOf(small),
    parameters: networkCosts(small).parameters,
    validationError,
    testError: 1 - (await evaluateNetwork(small, takeFeatures(mnist.test, pixels), mnist.classNames)).accuracy,
    wholeTestError: 1 - (await evaluateNetwork(whole, mnist.test, mnist.classNames)).accuracy,
  };
};

/** Masks the inputs and units of a network for all ten digits and cuts out what the masks keep. */
const maskAndExtract = async (network: LayersModel, data: TrainingData, options: Settings['search'] & { alpha: number; seed: number }) => {
  const digits = Object.fromEntries(data.classNames.map((name) => [name, [name]]));
  const task = group(data, { name: 'digits', groups: digits, classWeights: 'none' });
  const { subnetwork } = await discoverSubnetwork(network, task, { ...options, inputs: 'element' });
  if (subnetwork?.status !== 'found') {
    throw new Error(
      `compression: the masks of price ${options.alpha} are ${subnetwork?.status ?? 'diverged'}; expected some but not all units`,
    );
  }
  return extractSubnetwork(network, subnetwork, { dropInputs: true });
};

const withPixels = (data: TrainingData, pixels: readonly number[]): TrainingData => ({
  ...data,
  train: takeFeatures(data.train, pixels),
  validation: takeFeatures(data.validation, pixels),
});

const widthsOf = ({ layers }: LayersModel): number[] =>
  layers.filter((layer) => layer.getClassName() === 'Dense').map(({ weights }) => weights[0]!.shape[0]!);

/** A share as it is printed. */
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
