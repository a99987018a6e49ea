import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, splitTrainValidation, takeFeatures, takeFirst } from '@dum/datasets';
import { evaluateNetwork, fineTuneNetwork, mlp, networkOutputs, trainNetwork } from '@dum/experiments';
import { networkCosts } from '@dum/masks';
import { maskAndExtract, withPixels } from './mask-and-extract.js';
import { percent } from './percent.js';
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
 * Compresses 784-300-100-10: trains it, then, in a round for each price, masks pixels and units, cuts out what is left and tunes it, with
 * the whole network as its teacher.
 *
 * The epoch of each training is chosen on the validation split; the test split is looked at once, in the end.
 */
export const compress = async (mnist: Dataset, seed: number, settings: Settings, log: (line: string) => void): Promise<Compression> => {
  const { limit = mnist.train.count, network, search, prices, tuning, roundEpochs, lastEpochs } = settings;
  const all = takeFirst(mnist.train, limit);
  const splits = splitTrainValidation(all, { validation: Math.min(5000, Math.round(all.count / 10)), seed });
  const data = { ...mnist, ...splits };
  const whole = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed });
  await trainNetwork(whole, data, { ...network, seed });
  const [probabilities] = await networkOutputs(whole, data.train);
  const taught = { ...data, teacher: { probabilities: probabilities! } };

  let small: LayersModel = whole;
  let pixels = Array.from({ length: 784 }, (_, pixel) => pixel);
  let validationError = 1 - (await evaluateNetwork(whole, data.validation, data.classNames)).accuracy;
  const report = (what: string) => {
    log(
      `  ${what}: ${widthsOf(small).join('-')}, ${networkCosts(small).parameters} parameters, validation error ${percent(validationError)}`,
    );
  };
  const tune = async (epochs: number) => {
    const { validationAccuracy } = await fineTuneNetwork(small, withPixels(taught, pixels), { ...tuning, epochs, seed });
    validationError = 1 - validationAccuracy.after;
  };
  log(`seed ${seed}`);
  report('whole');
  for (const alpha of prices) {
    const { network: extracted, inputs } = await maskAndExtract(small, withPixels(data, pixels), { ...search, alpha, seed });
    small = extracted;
    pixels = inputs[0]!.map((kept) => pixels[kept]!);
    await tune(roundEpochs);
    report(`price ${alpha}`);
  }
  await tune(lastEpochs);
  report('tuned');
  return {
    widths: widthsOf(small),
    parameters: networkCosts(small).parameters,
    validationError,
    testError: 1 - (await evaluateNetwork(small, takeFeatures(mnist.test, pixels), mnist.classNames)).accuracy,
    wholeTestError: 1 - (await evaluateNetwork(whole, mnist.test, mnist.classNames)).accuracy,
  };
};

const widthsOf = ({ layers }: LayersModel): number[] =>
  layers.filter((layer) => layer.getClassName() === 'Dense').map(({ weights }) => weights[0]!.shape[0]!);
