import { mean, sqrt, square, tidy } from '@tensorflow/tfjs-core';
import { stepsPerEpoch } from '../optimization/batches.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { DiscoverySettings, FollowingSettings, GivenSettings } from './options.js';
import { unitCount } from '../masked/unit-count.js';

/** The settings of a search that follow from its network and data where nothing else was said. */
export const followingSettings = ({ epochs, headLearningRate, initialKeepProbability }: FollowingSettings): FollowingSettings => ({
  epochs,
  headLearningRate,
  initialKeepProbability,
});

const [fewestEpochs, fewestSteps] = [8, 1700];
/** What the head of an average feature may change by in a step. */
const headRate = 0.1;
/** The keep probability of a chain of two masks, at least so many units of the narrowest, and at most so many of all. */
const [keptOfChain, fewestUnits, fullest] = [0.2, 12, 0.9];
/** Samples by which the size of features is told. */
const samplesOfScale = 256;

/**
 * Fills in what follows from the network and the data.
 *
 * - A signal passes a chain of D masks with the product of their keep probabilities, so each keeps p^(2/D) of it. A narrow layer has few units to
 *   spare: no fewer than twelve are expected to be kept.
 * - A feature of a tenth of the size needs a weight of ten times the size, and Adam moves all weights alike.
 * - Few samples make few steps an epoch, and logits and heads need a number of steps.
 *
 * `body` has masks that keep all units.
 */
export const fillFollowing = async (given: GivenSettings, body: MaskedBody, train: FrozenActivations): Promise<DiscoverySettings> => {
  const { batchSize } = given;
  const units = body.masks.map(({ mask }) => unitCount(mask));
  return {
    ...given,
    epochs: given.epochs ?? Math.max(fewestEpochs, Math.ceil(fewestSteps / stepsPerEpoch(train.count, batchSize))),
    headLearningRate: given.headLearningRate ?? headRate / (await scaleOfFeatures(body, train)),
    initialKeepProbability:
      given.initialKeepProbability ?? Math.min(fullest, Math.max(keptOfChain ** (2 / units.length), fewestUnits / Math.min(...units))),
  };
};

/** The root mean square of what the head reads, over samples from all of the split; 1 where that says nothing. */
const scaleOfFeatures = async (body: MaskedBody, train: FrozenActivations): Promise<number> => {
  const { count } = train;
  const taken = Math.min(samplesOfScale, count);
  const rows = Uint32Array.from({ length: taken }, (_, at) => Math.floor((at * count) / taken));
  for await (const { tensors } of train.read([rows])) {
    const scale = tidy(() => sqrt(mean(square(body.apply(tensors(), { from: 0, count: 1 }, false)))));
    const [value] = await scale.data();
    scale.dispose();
    if (value! > 0 && value! < Number.POSITIVE_INFINITY) return value!;
  }
  return 1;
};
