import type { LayersModel } from '@tensorflow/tfjs-layers';
import { mean, sqrt, square, tidy } from '@tensorflow/tfjs-core';
import { evenRows, stepsPerEpoch } from '../optimization/batches.js';
import { actsOnImages, batchSizeOf } from '../masked/batch-size-of.js';
import { createFrozenBody } from '../masked/frozen-body.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import { type MaskedBody, unitCount } from '../masked/masked-body.js';
import type { DiscoveryOptions, DiscoverySettings, FollowingSettings, GivenSettings } from './options.js';

/** The settings of a search that follow from its network and data by default. */
export const followingSettings = ({
  epochs,
  batchSize,
  headLearningRate,
  initialKeepProbability,
}: FollowingSettings): FollowingSettings => ({
  epochs,
  batchSize,
  headLearningRate,
  initialKeepProbability,
});

/** The fewest steps of a search by default. */
export const fewestSteps = 1700;
/** How much a step may change the logit of an average feature. */
const probeRate = 0.1;
/** The product of the keep probabilities of all masks: .5 each in a chain of two. */
const keptOfAll = 0.25;
/** The number of samples that measure the size of features. */
const samplesOfScale = 256;

/** The passes of a search by default: as many as 1,700 steps take. */
export const defaultEpochs = (samples: number, batchSize: number): number => Math.ceil(fewestSteps / stepsPerEpoch(samples, batchSize));

/**
 * The samples of each step of a search by default: 256, or 64 where the first mask acts on images or sequences, whose steps cost more.
 *
 * Throws `bad-input` for places of masks that the network does not have.
 *
 * @example
 * defaultBatchSize(convNet({ inputShape: [32, 32, 3], filters: [32, 64], classes: 10 })); // 64
 */
export const defaultBatchSize = (network: LayersModel, places: Pick<DiscoveryOptions, 'layers' | 'inputs'> = {}): number => {
  const body = createFrozenBody(network, places);
  const batchSize = batchSizeOf(body);
  body.dispose();
  return batchSize;
};

/**
 * Fills in the settings that follow from the network and the data.
 *
 * - A signal passes a chain of D masks with the product of their keep probabilities, which starts at ¼: .5^(2/D) each.
 * - In networks for images a unit of a narrow layer matters more, and all later layers read the early ones, which are narrow: a layer of n
 *   units starts at ¼^(n² / Σn²).
 * - A feature a tenth as large needs a weight ten times as large, and Adam moves all weights at the same rate.
 * - Few samples make few steps in an epoch, and logits and linear probes need a minimum of steps.
 * - A step over images costs many times one over vectors, and masks learn by steps.
 *
 * `body` has masks that keep all units.
 */
export const fillFollowing = async (given: GivenSettings, body: MaskedBody, train: FrozenActivations): Promise<DiscoverySettings> => {
  const batchSize = given.batchSize ?? batchSizeOf(body);
  return {
    ...given,
    batchSize,
    epochs: given.epochs ?? defaultEpochs(train.count, batchSize),
    headLearningRate: given.headLearningRate ?? probeRate / (await scaleOfFeatures(body, train)),
    initialKeepProbability: given.initialKeepProbability ?? keptAtStart(body),
  };
};

const keptAtStart = (body: MaskedBody): FollowingSettings['initialKeepProbability'] => {
  if (!actsOnImages(body)) return Math.sqrt(keptOfAll) ** (2 / body.masks.length);
  const squares = body.masks.map(({ mask }) => unitCount(mask) ** 2);
  const total = squares.reduce((sum, square) => sum + square, 0);
  return Object.fromEntries(body.masks.map(({ layer }, at) => [layer, keptOfAll ** (squares[at]! / total)]));
};

/** The root mean square of the head's input, over samples from all of the split; 1 if that is not finite or 0. */
const scaleOfFeatures = async (body: MaskedBody, train: FrozenActivations): Promise<number> => {
  for await (const { tensors } of train.read([evenRows(train.count, samplesOfScale)])) {
    const scale = tidy(() => sqrt(mean(square(body.apply(tensors(), { from: 0, count: 1 }, false)))));
    const [value] = await scale.data();
    scale.dispose();
    if (value! > 0 && value! < Number.POSITIVE_INFINITY) return value!;
  }
  return 1;
};
