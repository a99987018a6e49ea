import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { fillOptions, finiteNumber, oneOf, requireOptions, wholeNumber } from '@dum/errors';
import { fingerprintNetwork, type Granularity, type LayerSelection } from '@dum/masks';
import type { UnitScores } from '@dum/masks/mask-set';
import { noiseKey, textKey } from '@dum/masks/noise';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { requireSharedSamples } from '../masked/shared-samples.js';
import { defaultMemory } from '../masked/frozen-activations.js';
import { createMaskedBody, unitCount } from '../masked/masked-body.js';
import { maskItself } from '../masked/mask-itself.js';
import { meanActivation } from './mean-activation.js';
import type { ScoringRun } from './scoring-run.js';
import { iterativeTaylor, taylor } from './taylor.js';
import { weightMagnitude } from './weight-magnitude.js';

const random = ({ body, tasks, seed }: ScoringRun): Float32Array[][] =>
  tasks.map(({ name }) =>
    body.masks.map(({ layer, mask }) => {
      const units = unitCount(mask);
      const generator = xoroshiro128plus(noiseKey(seed, textKey(name), textKey(layer)));
      return Float32Array.from({ length: units }, () => uniformFloat64(generator));
    }),
  );

/** A way of scoring units without learning masks. */
export type BaselineName = 'random' | 'weightMagnitude' | 'meanActivation' | 'taylor' | 'iterativeTaylor';

/** The scoring functions by name. */
const scorers: Readonly<Record<BaselineName, (run: ScoringRun) => Float32Array[][] | Promise<Float32Array[][]>>> = {
  random,
  weightMagnitude,
  meanActivation,
  taylor,
  iterativeTaylor,
};

/** The methods of {@link scoreUnits}, the weakest first. */
export const baselineNames: readonly BaselineName[] = Object.keys(scorers) as BaselineName[];

/** Options of {@link scoreUnits}. */
export interface ScoringOptions {
  readonly method: BaselineName;
  /** The layers whose units are scored; default as in `discoverSubnetworks`, likewise the next two. */
  readonly layers?: LayerSelection;
  readonly inputs?: Granularity;
  readonly granularity?: Granularity;
  /** Samples of each gradient and of each step of a read-out; default 256. */
  readonly batchSize?: number;
  /** Passes that fit the linear probe behind which gradients are taken; default 1. */
  readonly readOutEpochs?: number;
  /** Megabytes that the outputs of the frozen part may take; default 512. */
  readonly memory?: number;
  /**
   * The fewest units that masks made of the scores will keep; default 1. `iterativeTaylor` ends its rounds there, so it takes a fraction of
   * the time, and masks of that many units or more are the same.
   */
  readonly fewest?: number;
  /** An integer that seeds random scores and batches; default 1. */
  readonly seed?: number;
  /** Called with the share of the work that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Ends the run between rounds by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Scores the units of a network for each task without learning masks: baselines for learned masks.
 *
 * - `random`: a number drawn for each unit.
 * - `weightMagnitude`: the norm of the weights that form the unit, relative to its layer's; the same for each task.
 * - `meanActivation`: its mean absolute output over the task's training samples, relative to its layer's.
 * - `taylor`: the mean over batches of (∂L/∂m)², for the mask m = 1 of the unit and the loss L of the task, with a linear probe fitted on
 *   all units. Molchanov et al. 2019 (arXiv 1906.10771).
 * - `iterativeTaylor`: the same in rounds; each removes an eighth of the units left and fits a new linear probe. The later a unit is
 *   removed, the higher its score. The strongest of these.
 *
 * `keepWithin` makes masks within a budget from the scores, `keepAsMany` makes masks as large as others, and `fitSubnetworks` fits their
 * read-outs. Throws `bad-input` as `discoverSubnetworks` does, for an unknown method, and for `weightMagnitude` of units that are not
 * channels.
 *
 * @example
 * const scores = await scoreUnits(network, tasks, { method: 'iterativeTaylor' });
 * const subnetworks = await fitSubnetworks(network, tasks, scores.map((ofTask) => keepWithin(ofTask, keepUnits(50))));
 */
export const scoreUnits = async (network: LayersModel, tasks: readonly Task[], options: ScoringOptions): Promise<UnitScores[]> => {
  const who = 'scoreUnits';
  const defaults = { granularity: 'channel' as const, batchSize: 256, readOutEpochs: 1, memory: defaultMemory, fewest: 1, seed: 1 };
  const settings = fillOptions(who, defaults, options, ['method', 'layers', 'inputs', 'onProgress', 'signal']);
  const { method, layers, inputs, granularity, batchSize, readOutEpochs, memory, fewest, seed, onProgress: onRound, signal } = settings;
  requireOptions(who, settings, {
    method: oneOf(baselineNames),
    batchSize: wholeNumber(1),
    readOutEpochs: wholeNumber(1),
    memory: finiteNumber({ atLeast: 0 }),
    fewest: wholeNumber(1),
    seed: wholeNumber(),
  });
  const { train } = requireSharedSamples(who, tasks);
  const fingerprint = await fingerprintNetwork(network);
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const body = createMaskedBody(network, { taskSeeds, layers, inputs, granularity, mask: { estimator: maskItself } });
  try {
    const activations = await body.activate(train, { memory });
    const run = { network, body, tasks, activations, batchSize, readOutEpochs, seed, fewest, onRound, signal };
    const scores = await scorers[method](run);
    return scores.map((ofTask) => ({
      network: fingerprint,
      layers: body.masks.map(({ layer, places, mask }, at) => ({
        layer,
        places,
        granularity: mask.granularity,
        shape: mask.logits.shape.slice(1) as number[],
        scores: ofTask[at]!,
      })),
    }));
  } finally {
    body.dispose();
  }
};
