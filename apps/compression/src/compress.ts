import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, splitTrainValidation, takeFeatures, takeFirst } from '@dum/datasets';
import { evaluateNetwork, fineTuneNetwork, mlp, networkOutputs, trainNetwork } from '@dum/experiments';
import { networkCosts } from '@dum/masks';
import { maskAndExtract, withPixels } from './mask-and-extract.js';
import { percent } from './percent.js';
import type { Settings } from './settings.js';

/** A network, as a row of the table. */
export interface Row {
  /** The inputs of each layer: pixels, units of the first hidden layer, units of the second. */
  readonly widths: readonly number[];
  readonly parameters: number;
  /** The share of validation samples that it misclassifies. */
  readonly validationError: number;
  /** The share of test samples that it misclassifies. */
  readonly testError: number;
}

/** The result of one seed. */
export interface Compression {
  readonly whole: Row;
  /** One network for each limit. */
  readonly compressed: readonly Row[];
}

interface Stage {
  readonly network: LayersModel;
  /** The pixels that it takes. */
  readonly pixels: readonly number[];
}

/**
 * Compresses 784-300-100-10. After training, each round masks pixels and units at a higher price, extracts the subnetwork and tunes it,
 * with the whole network as its teacher, until it is within each limit of parameters.
 *
 * The epoch of each tuning is chosen on the validation split; the test split is used once, at the end.
 */
export const compress = async (mnist: Dataset, seed: number, settings: Settings, log: (line: string) => void): Promise<Compression> => {
  const { samples = mnist.train.count, network, search, price, tuning, limits, lastEpochs } = settings;
  const all = takeFirst(mnist.train, samples);
  const splits = splitTrainValidation(all, { validation: Math.min(5000, Math.round(all.count / 10)), seed });
  const data = { ...mnist, ...splits };
  const errorOf = async ({ network: of, pixels }: Stage, split: Dataset['test'] | typeof splits.validation) =>
    1 - (await evaluateNetwork(of, takeFeatures(split, pixels), mnist.classNames)).accuracy;
  const report = async (what: string, stage: Stage) => {
    const error = percent(await errorOf(stage, splits.validation));
    log(`  ${what}: ${widthsOf(stage).join('-')}, ${parametersOf(stage)} parameters, validation error ${error}`);
  };

  const whole = { network: mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed }), pixels: [...Array(784).keys()] };
  await trainNetwork(whole.network, data, { ...network, seed });
  log(`seed ${seed}`);
  await report('whole', whole);
  const [probabilities] = await networkOutputs(whole.network, data.train);
  const taught = { ...data, teacher: { probabilities: probabilities! } };
  const tune = ({ network: of, pixels }: Stage, epochs: number) =>
    fineTuneNetwork(of, withPixels(taught, pixels), { ...tuning, epochs, seed });

  let stage: Stage = whole;
  let alpha = price.first;
  const reached: Stage[] = [];
  for (const limit of limits) {
    while (parametersOf(stage) > limit) {
      const { network: extracted, inputs } = await maskAndExtract(stage.network, withPixels(data, stage.pixels), {
        ...search,
        alpha,
        seed,
      });
      const { pixels } = stage;
      stage = { network: extracted, pixels: inputs[0]!.map((kept) => pixels[kept]!) };
      await tune(stage, tuning.epochs);
      await report(`price ${alpha.toPrecision(2)}`, stage);
      alpha *= price.growth;
    }
    await tune(stage, lastEpochs);
    await report(`at most ${limit}`, stage);
    reached.push(stage);
  }
  const rowOf = async (of: Stage): Promise<Row> => ({
    widths: widthsOf(of),
    parameters: parametersOf(of),
    validationError: await errorOf(of, splits.validation),
    testError: await errorOf(of, mnist.test),
  });
  return { whole: await rowOf(whole), compressed: await Promise.all(reached.map(rowOf)) };
};

const parametersOf = ({ network }: Stage): number => networkCosts(network).parameters;

const widthsOf = ({ network }: Stage): number[] =>
  network.layers.filter((layer) => layer.getClassName() === 'Dense').map(({ weights }) => weights[0]!.shape[0]!);
