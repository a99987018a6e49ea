import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, type Split, type TrainSplit } from '@dum/datasets';
import type { MaskSet, ReadOut, Subnetwork } from '@dum/masks/mask-set';
import type { LabelledTask } from './fit-read-outs.js';
import { activateBoth } from '../masked/activate-both.js';
import { createBodyLike } from '../masked/masked-body.js';
import { type Normalization, requireNormalization } from '../masked/normalization.js';
import { normalizeMasks, writeMaskings } from '../masked/re-estimate.js';
import { readOutsOfMasks } from './read-outs-of-masks.js';
import { readerLogits } from './reader-logits.js';
import { createReaders } from './task-readers.js';
import { type ClassificationMetrics, classificationMetrics } from '../metrics/classification-metrics.js';

/** A task with the training samples for its linear probe. */
export interface FittedTask extends LabelledTask {
  readonly classOf: ArrayLike<number>;
  readonly train: TrainSplit;
}

/** Options of {@link createMaskFitter}. */
export interface MaskFitterOptions {
  /** The function named in messages. */
  readonly who: string;
  readonly readOutEpochs: number;
  readonly batchSize: number;
  /** Megabytes that the outputs of the frozen part may take, of both splits together. */
  readonly memory: number;
  readonly seed: number;
  /** How the batch normalizations after these masks normalize. */
  readonly normalization: Normalization;
  readonly signal?: AbortSignal | undefined;
}

/** Masks with their read-out, and with the statistics that were re-estimated under them. */
type FittedMasks = Pick<Subnetwork, 'masks' | 'normalization' | 'readOut'>;

/** Fits linear probes to masks of the same layers and measures them on a split, one mask set for each task at a time. */
export interface MaskFitter {
  /** Re-estimates statistics if that is asked for, and fits linear probes as a search does, except where `like` is an original head. */
  fit(maskSets: readonly MaskSet[], like?: readonly ReadOut[]): Promise<FittedMasks[]>;
  /** Measures masks with their read-outs. */
  measure(fitted: readonly FittedMasks[]): Promise<ClassificationMetrics[]>;
  dispose(): void;
}

/** Creates a fitter for tasks that share their samples. It builds the masked network and computes its frozen part once for all masks. */
export const createMaskFitter = async (
  network: LayersModel,
  tasks: readonly FittedTask[],
  split: Split,
  masks: MaskSet,
  { who, readOutEpochs: epochs, batchSize, memory, seed, normalization, signal }: MaskFitterOptions,
): Promise<MaskFitter> => {
  const body = createBodyLike(network, tasks.length, masks);
  try {
    requireNormalization(who, normalization, body);
    const [train, measured] = await activateBoth(body, [tasks[0]!.train, split], { memory });
    const labels = tasks.map(({ classOf }) => relabel(split, classOf).y);
    return {
      async fit(maskSets, like = []) {
        const maskings = await normalizeMasks(body, maskSets, normalization, train);
        const heads = tasks.map((_, task) => (like[task]?.kind === 'original-head' ? like[task] : undefined));
        const isFitted = heads.includes(undefined);
        const probes = isFitted ? await readOutsOfMasks(body, tasks, train, { epochs, batchSize, seed, signal }) : [];
        return maskings.map((masking, task) => ({ ...masking, readOut: heads[task] ?? probes[task]! }));
      },
      async measure(fitted) {
        writeMaskings(body, fitted);
        const read = fitted.map(({ readOut }, index) => ({ readOut, classOf: Array.from(tasks[index]!.classOf) }));
        const outputs = await readerLogits(body, measured, await createReaders(who, network, body.features, read));
        return outputs.map((logits, index) => classificationMetrics(logits, labels[index]!, fitted[index]!.readOut.classNames));
      },
      dispose: () => body.dispose(),
    };
  } catch (error) {
    body.dispose();
    throw error;
  }
};

/** Fits linear probes to masks, and measures both. */
export const fitAndMeasure = async (fitter: MaskFitter, maskSets: readonly MaskSet[]): Promise<ClassificationMetrics[]> =>
  fitter.measure(await fitter.fit(maskSets));
