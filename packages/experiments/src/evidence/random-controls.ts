import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, TrainSplit } from '@dum/datasets';
import { DumError, fillOptions, requireOptions, wholeNumber } from '@dum/errors';
import { randomMasks, type Subnetwork } from '@dum/masks/mask-set';
import { noiseKey, textKey } from '@dum/masks/noise';
import {
  createMaskFitter,
  type LabelledTask,
  type MaskFitter,
  type ProbeFitting,
  probeFittingDefaults,
  probeFittingKinds,
} from '../read-outs/index.js';
import { requireFound } from '../masked/require-list.js';
import { effectsOf } from '../masked/mask-effects.js';
import { sameSamples } from '../masked/shared-samples.js';
import { requireSameNetwork } from '../masked/require-same-network.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';

/** Options of {@link randomControls}; use the settings of the search that they are compared with. */
export interface RandomControlOptions extends ProbeFitting {
  /** Default 5. */
  readonly draws?: number;
  /** Called after every draw with its number and the number of draws. */
  readonly onProgress?: (draw: number, draws: number) => void;
  /** Ends the run at a step by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** A subnetwork and the training samples of its task, relabelled. */
export interface ControlledTask {
  readonly subnetwork: Subnetwork;
  readonly task: LabelledTask & { readonly train: TrainSplit };
}

/**
 * Measures random controls: for each subnetwork, random masks with as many units in each layer, drawn separately for each task. Every draw
 * has its own linear probe, fitted with the same settings, or the original head where the subnetwork has that, and re-estimated statistics
 * and constants of dropped units where the subnetworks have those. Returns one list of metrics for each subnetwork, with one entry for each
 * draw.
 *
 * All subnetworks must be of tasks that share their samples, and be of one kind of `dropped` and `normalization`. Throws as
 * `evaluateSubnetworks` does.
 */
export const randomControls = async (
  network: LayersModel,
  controlled: readonly ControlledTask[],
  split: Split,
  options: RandomControlOptions = {},
): Promise<ClassificationMetrics[][]> => {
  const { draws, onProgress, ...fitting } = resolveOptions(options);
  requireFound('randomControls', controlled);
  const [first] = controlled;
  if (first === undefined) return [];
  await requireSameNetwork(
    'randomControls',
    network,
    controlled.map(({ subnetwork }) => subnetwork),
  );
  const other = controlled.find(({ task }) => !sameSamples(task.train, first.task.train));
  if (other !== undefined) {
    const names = `"${first.subnetwork.task}" and "${other.subnetwork.task}"`;
    throw new DumError('bad-input', `randomControls: tasks ${names} have different samples; call it once for each set of samples`);
  }
  const subnetworks = controlled.map(({ subnetwork }) => subnetwork);
  const effects = effectsOf('randomControls', subnetworks);
  const tasks = controlled.map(({ subnetwork: { classOf }, task }) => ({ ...task, classOf }));
  const fitter = await createMaskFitter(network, tasks, split, first.subnetwork.masks, {
    who: 'randomControls',
    effects,
    ...fitting,
  });
  try {
    return await drawControls(fitter, subnetworks, { draws, seed: fitting.seed, onProgress });
  } finally {
    fitter.dispose();
  }
};

/**
 * Measures random masks of the sizes of some subnetworks with a fitter: one list for each subnetwork, one entry for each draw.
 *
 * A control has the kind of read-out of the subnetwork it is compared with: the original head, or a linear probe fitted for it.
 */
export const drawControls = async (
  fitter: MaskFitter,
  subnetworks: readonly Pick<Subnetwork, 'task' | 'masks' | 'readOut'>[],
  { draws, seed, onProgress }: { readonly draws: number; readonly seed: number; readonly onProgress?: RandomControlOptions['onProgress'] },
): Promise<ClassificationMetrics[][]> => {
  const drawn = subnetworks.map(({ task, masks }) => randomMasks(masks, { seed: noiseKey(seed, textKey(task)), draws }));
  const metrics: ClassificationMetrics[][] = subnetworks.map(() => []);
  const readOuts = subnetworks.map(({ readOut }) => readOut);
  for (let draw = 0; draw < draws; draw++) {
    const masks = drawn.map((sets) => sets[draw]!);
    const ofDraw = await fitter.measure(await fitter.fit(masks, readOuts));
    for (const [index, each] of ofDraw.entries()) metrics[index]!.push(each);
    onProgress?.(draw + 1, draws);
  }
  return metrics;
};

const resolveOptions = (options: RandomControlOptions) => {
  const defaults = { ...probeFittingDefaults, draws: 5 };
  const settings = fillOptions('randomControls', defaults, options, ['batchSize', 'onProgress', 'signal']);
  requireOptions('randomControls', settings, { ...probeFittingKinds, draws: wholeNumber(1) });
  return settings;
};
