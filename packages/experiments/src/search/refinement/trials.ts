import type { NewHead } from '@dum/masks/mask-set';
import type { FrozenBody } from '../../masked/frozen-body.js';
import type { SplitActivations } from '../../masked/frozen-activations.js';
import { type LiveFeatures, liveFeatures } from '../../masked/live-features.js';
import { maskItself } from '../../masked/mask-itself.js';
import { writeMaskValues } from '../../masked/mask-values.js';
import { maskBody, type MaskedBody } from '../../masked/masked-body.js';
import { stepsPerEpoch } from '../../optimization/batches.js';
import { softmaxLoss } from '../../optimization/softmax-loss.js';
import { allBatches, fitReadOuts, readOutLogits } from '../../read-outs/index.js';
import type { SearchTask } from '../search-task.js';
import { countKept, type Kept } from './moves.js';

/** A hard mask with a linear probe fitted to it, and its objective. */
export interface Trial {
  readonly kept: Kept;
  readonly readOut: NewHead;
  readonly features: LiveFeatures;
  /** The cross-entropy on the samples of each split, plus the price of the kept units. */
  readonly objectives: { readonly train: number; readonly validation: number };
}

/**
 * What a trial saves against another, on both splits: the smaller difference of the objectives. On the samples that choose and fit them,
 * the best of many units would save something by chance.
 */
export const savesAgainst = (other: Trial, { objectives }: Trial): number =>
  Math.min(other.objectives.train - objectives.train, other.objectives.validation - objectives.validation);

/** What the trials of a task share. */
export interface TrialSetting {
  readonly body: FrozenBody;
  /** The task, with the labels of the samples on trial alone. */
  readonly task: SearchTask;
  readonly activations: SplitActivations;
  /** The price of a unit of each masked layer. */
  readonly prices: readonly number[];
  readonly seed: number;
  /** How a linear probe is fitted to each mask, by {@link fittingOf}. */
  readonly fitting: Fitting;
}

type Fitting = Pick<Parameters<typeof fitReadOuts>[2], 'epochs' | 'batchSize' | 'seed' | 'batches'>;

const batchSize = 256;
/** The steps that fit a linear probe to a mask on trial. */
const stepsOfFit = 400;

/** How linear probes are fitted on a number of samples; the batches are the same for all masks. */
export const fittingOf = (count: number, seed: number): Fitting => {
  const fitting = { epochs: Math.ceil(stepsOfFit / stepsPerEpoch(count, batchSize)), batchSize, seed };
  return { ...fitting, batches: allBatches(count, fitting) };
};

/** Calls a function with a body that has these hard masks, one for each of its tasks, whose logits are the masks themselves. */
export const withMaskValues = async <Result>(
  frozen: FrozenBody,
  masks: readonly Kept[],
  use: (body: MaskedBody) => Promise<Result>,
): Promise<Result> => {
  const body = maskBody(frozen, { taskSeeds: masks.map(() => 0), mask: { estimator: maskItself } });
  try {
    writeMaskValues(body, masks);
    return await use(body);
  } finally {
    body.dispose();
  }
};

/** Fits a linear probe to each mask and measures its objectives. */
export const tryMasks = async (setting: TrialSetting, masks: readonly Kept[]): Promise<Trial[]> => {
  if (masks.length === 0) return [];
  const { body: frozen, activations, prices, fitting, task } = setting;
  const [live, held] = await withMaskValues(frozen, masks, async (body) => [
    await liveFeatures(body, activations.train),
    await liveFeatures(body, activations.validation),
  ]);
  const tasks = masks.map(() => task);
  const readOuts = await fitReadOuts(live, tasks, { features: frozen.features, ...fitting });
  return masks.map((kept, at) => {
    const readOut = readOuts[at]!;
    const priced = prices.reduce((total, price, mask) => total + price * countKept([kept[mask]!]), 0);
    const objective = (features: LiveFeatures, { y }: SearchTask['train']) =>
      softmaxLoss(logitsOf(features, readOut), { y, classWeights: task.classWeights }, allRows(features.count)) + priced;
    const objectives = { train: objective(live[at]!, task.train), validation: objective(held[at]!, task.validation) };
    return { kept, readOut, features: live[at]!, objectives };
  });
};

export const allRows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

/** The logits `[classes, samples]` of a linear probe on live features. */
export const logitsOf = ({ count, columns }: LiveFeatures, readOut: NewHead): Float32Array => {
  const indices = Uint32Array.from(columns.keys()).sort();
  const rows = new Float32Array(indices.length * count);
  indices.forEach((feature, at) => {
    rows.set(columns.get(feature)!, at * count);
  });
  return readOutLogits({ indices, rows }, readOut, count);
};
