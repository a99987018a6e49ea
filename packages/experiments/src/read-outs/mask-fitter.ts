import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, type Split, type TrainSplit } from '@dum/datasets';
import { writeMasks } from '@dum/masks';
import type { MaskSet, ReadOut } from '@dum/masks/mask-set';
import type { LabelledTask } from './fit-read-outs.js';
import { memoryLeft } from '../masked/frozen-activations.js';
import { createBodyLike } from '../masked/masked-body.js';
import { readOutsOfMasks } from './read-outs-of-masks.js';
import { headOutputs } from './head-outputs.js';
import { createReaders } from './task-readers.js';
import { type ClassificationMetrics, classificationMetrics } from '../metrics/classification-metrics.js';

/** A task whose training samples a read-out is fitted on. */
export interface FittedTask extends LabelledTask {
  readonly classOf: ArrayLike<number>;
  readonly train: TrainSplit;
}

/** Where masks are fitted and measured. */
export interface MaskFitterOptions {
  /** Who fits, for messages. */
  readonly who: string;
  readonly readOutEpochs: number;
  readonly batchSize: number;
  /** Megabytes that the outputs of the frozen part may take, of both splits together. */
  readonly memory: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Fits read-outs on masks of the same layers and measures them on a split, one mask set a task at a time. */
export interface MaskFitter {
  /** New read-outs on these masks, fitted as a search fits them. */
  fit(maskSets: readonly MaskSet[]): Promise<ReadOut[]>;
  /** How well these masks do with these read-outs. */
  measure(maskSets: readonly MaskSet[], readOuts: readonly ReadOut[]): Promise<ClassificationMetrics[]>;
  dispose(): void;
}

/** A fitter for tasks that share their samples: the masked network is built, and its frozen part computed, once for all masks to come. */
export const createMaskFitter = async (
  network: LayersModel,
  tasks: readonly FittedTask[],
  split: Split,
  masks: MaskSet,
  { who, readOutEpochs: epochs, batchSize, memory, seed, signal }: MaskFitterOptions,
): Promise<MaskFitter> => {
  const body = createBodyLike(network, tasks.length, masks);
  try {
    const train = await body.activate(tasks[0]!.train, { memory });
    const measured = await body.activate(split, { memory: memoryLeft(memory, train) });
    const labels = tasks.map(({ classOf }) => relabel(split, classOf).y);
    return {
      fit: (maskSets) => readOutsOfMasks(body, maskSets, tasks, train, { epochs, batchSize, seed, signal }),
      async measure(maskSets, readOuts) {
        writeMasks(body, maskSets);
        const read = readOuts.map((readOut, index) => ({ readOut, classOf: Array.from(tasks[index]!.classOf) }));
        const outputs = await headOutputs(body, measured, await createReaders(who, network, body.features, read));
        return outputs.map((logits, index) => classificationMetrics(logits, labels[index]!, readOuts[index]!.classNames));
      },
      dispose: () => body.dispose(),
    };
  } catch (error) {
    body.dispose();
    throw error;
  }
};

/** Fits read-outs on masks and measures them. */
export const fitAndMeasure = async (fitter: MaskFitter, maskSets: readonly MaskSet[]): Promise<ClassificationMetrics[]> =>
  fitter.measure(maskSets, await fitter.fit(maskSets));
