import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, type Split, type TrainSplit } from '@dum/datasets';
import type { MaskSet, OriginalHead, ReadOut } from '@dum/masks/mask-set';
import type { LabelledTask } from './fit-read-outs.js';
import { activateBoth } from '../masked/activate-both.js';
import { batchSizeOf } from '../masked/batch-size-of.js';
import { createBodyLike } from '../masked/masked-body.js';
import { type MaskEffects, requireNormalization } from '../masked/mask-effects.js';
import { writeMaskings } from '../masked/re-estimate.js';
import { fitMasks, type FittedMasks, meansFor } from './fit-masks.js';
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
  /** Default that of {@link batchSizeOf}. */
  readonly batchSize?: number | undefined;
  /** Megabytes that the outputs of the frozen part may take, of both splits together. */
  readonly memory: number;
  readonly seed: number;
  readonly effects: MaskEffects;
  readonly signal?: AbortSignal | undefined;
}

/** Fits linear probes to masks of the same layers and measures them on a split, one mask set for each task at a time. */
export interface MaskFitter {
  /** Fits what follows from masks as a search does, without a linear probe where `like` is an original head. */
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
  { who, readOutEpochs: epochs, batchSize: given, memory, seed, effects, signal }: MaskFitterOptions,
): Promise<MaskFitter> => {
  const body = createBodyLike(network, tasks.length, masks, { constants: effects.dropped !== 'zero' });
  try {
    requireNormalization(who, effects.normalization, body);
    const batchSize = given ?? batchSizeOf(body);
    const [train, measured] = await activateBoth(body, [tasks[0]!.train, split], { memory });
    const means = await meansFor(effects, body, train);
    const labels = tasks.map(({ classOf }) => relabel(split, classOf).y);
    return {
      fit: (maskSets, like = []) => {
        const heads = like.map((readOut): OriginalHead | undefined => (readOut.kind === 'original-head' ? readOut : undefined));
        return fitMasks(body, maskSets, tasks, train, { effects, means, heads, epochs, batchSize, seed, signal });
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
