import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, TrainSplit } from '@dum/datasets';
import { relabel } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { noiseKey, textKey } from '@dum/masks';
import { type NewHead, randomMasks, type Subnetwork } from '@dum/masks/mask-set';
import type { LabelledTask } from '../discovery/fit-read-outs.js';
import { defaultMemory, memoryLeft } from '../discovery/frozen-activations.js';
import { createBodyLike } from '../discovery/masked-body.js';
import { readOutsOfMasks } from '../discovery/read-outs-of-masks.js';
import { requireSameNetwork } from '../evaluation/require-same-network.js';
import { createReaders } from '../evaluation/task-readers.js';
import { headOutputs } from '../evaluation/evaluate-subnetworks.js';
import { anyInteger, atLeastZero, fillOptions, positiveInteger, requireNumbers } from '../options/check-options.js';
import { type ClassificationMetrics, classificationMetrics } from '../metrics/classification-metrics.js';

/** How random controls are drawn and fitted; use the settings of the search that they are compared with. */
export interface RandomControlOptions {
  /** Default 5. */
  readonly draws?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Passes in which each control's read-out is fitted; default 4. */
  readonly readOutEpochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take; larger ones are computed anew for each draw. Default 512. */
  readonly memory?: number;
  /** Hears of every draw that is done, of so many. */
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
 * What chance gives: for each subnetwork, random masks with as many units in each layer, drawn apart for each task, every draw with its own read-out trained
 * with the same budget (the network's own head where the subnetwork has that), evaluated on the split. One list of metrics a subnetwork, one entry a draw.
 *
 * All subnetworks must be of tasks that share their samples. Throws as `evaluateSubnetworks` does.
 */
export const randomControls = async (
  network: LayersModel,
  controlled: readonly ControlledTask[],
  split: Split,
  options: RandomControlOptions = {},
): Promise<ClassificationMetrics[][]> => {
  const { draws, seed, readOutEpochs, batchSize, memory, onProgress, signal } = resolveOptions(options);
  const [first] = controlled;
  if (first === undefined) return [];
  await requireSameNetwork(
    'randomControls',
    network,
    controlled.map(({ subnetwork }) => subnetwork),
  );
  const other = controlled.find(({ task }) => task.train.x !== first.task.train.x);
  if (other !== undefined) {
    const names = `"${first.subnetwork.task}" and "${other.subnetwork.task}"`;
    throw new DumError('bad-input', `randomControls: tasks ${names} have different samples; call it once for each set of samples`);
  }
  const body = createBodyLike(network, controlled.length, first.subnetwork.masks);
  try {
    const train = await body.activate(first.task.train, { memory });
    const activations = { train, split: await body.activate(split, { memory: memoryLeft(memory, train) }) };
    const drawn = controlled.map(({ subnetwork }) =>
      randomMasks(subnetwork.masks, { seed: noiseKey(seed, textKey(subnetwork.task)), draws }),
    );
    const metrics: ClassificationMetrics[][] = controlled.map(() => []);
    for (let draw = 0; draw < draws; draw++) {
      const masks = drawn.map((sets) => sets[draw]!);
      const tasks = controlled.map(({ task }) => task);
      const readOuts = await readOutsOfMasks(body, masks, tasks, activations.train, { epochs: readOutEpochs, batchSize, seed, signal });
      const read = controlled.map(({ subnetwork }, index) => readAs(subnetwork, readOuts[index]!));
      const outputs = await headOutputs(body, activations.split, await createReaders('randomControls', network, body.features, read));
      controlled.forEach(({ subnetwork }, index) => {
        const y = relabel(split, Uint8Array.from(subnetwork.classOf)).y;
        metrics[index]!.push(classificationMetrics(outputs[index]!, y, subnetwork.readOut.classNames));
      });
      onProgress?.(draw + 1, draws);
    }
    return metrics;
  } finally {
    body.dispose();
  }
};

/** A control is read as what it is compared with: through the original head, or one that was fitted for it. */
const readAs = ({ classOf, readOut }: Subnetwork, fitted: NewHead) => ({
  classOf,
  readOut: readOut.kind === 'original-head' ? readOut : fitted,
});

const resolveOptions = (options: RandomControlOptions) => {
  const defaults = { draws: 5, seed: 1, readOutEpochs: 4, batchSize: 256, memory: defaultMemory };
  const settings = fillOptions('randomControls', defaults, options, ['onProgress', 'signal']);
  const kinds = {
    draws: positiveInteger,
    seed: anyInteger,
    readOutEpochs: positiveInteger,
    batchSize: positiveInteger,
    memory: atLeastZero,
  };
  requireNumbers('randomControls', settings, kinds);
  return settings;
};
