import { nextFrame } from '@tensorflow/tfjs-core';
import type { NewHead } from '@dum/masks/mask-set';
import { shuffledBatches, stepsPerEpoch } from '../optimization/batches.js';
import type { WeightedLabels } from '../optimization/cross-entropy.js';
import { createHostAdam } from '../optimization/host-adam.js';
import { cosineDecay } from '../optimization/schedules.js';
import type { LiveFeatures } from '../masked/live-features.js';
import { softmaxLoss } from '../optimization/softmax-loss.js';

/** The part of a task that fitting a linear probe needs. */
export interface LabelledTask {
  readonly classNames: readonly string[];
  readonly classWeights: readonly number[];
  readonly train: { readonly y: ArrayLike<number> };
}

/** How linear probes are fitted. */
export interface ReadOutOptions {
  readonly features: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly onStep?: (step: number, steps: number) => void;
  readonly signal?: AbortSignal | undefined;
}

const learningRate = 0.05;

/** Steps between pauses that let other work of the process run. */
const stepsPerPause = 200;

/**
 * Fits a linear probe for each task on the features that its final mask keeps, by weighted cross-entropy, from zero.
 *
 * The problem is convex, and each column is scaled to unit root mean square during the fit, so that one learning rate suits all. Controls
 * are fitted like found subnetworks: same start, batches, rate and epochs. It is computed on the host, task by task: masks keep few
 * columns, for which the calls of a backend would cost more than the arithmetic.
 */
export const fitReadOuts = async (
  live: readonly LiveFeatures[],
  tasks: readonly LabelledTask[],
  { features, epochs, batchSize, seed, onStep, signal }: ReadOutOptions,
): Promise<NewHead[]> => {
  const count = live[0]!.count;
  const epochOrders = Array.from({ length: epochs }, (_, epoch) => shuffledBatches(count, batchSize, seed, epoch + 1));
  const stepsEach = epochs * stepsPerEpoch(count, batchSize);
  const rateAt = cosineDecay(learningRate);
  const readOuts: NewHead[] = [];
  for (const [index, { classNames, classWeights, train }] of tasks.entries()) {
    const packed = packRows(live[index]!);
    const fit = createReadOutFit(packed, classNames.length, { y: train.y, classWeights });
    let step = 0;
    for (const batch of epochOrders.flat()) {
      fit.step(batch, rateAt(step / stepsEach));
      step++;
      if (step % stepsPerPause !== 0 && step !== stepsEach) continue;
      onStep?.(index * stepsEach + step, tasks.length * stepsEach);
      await nextFrame();
      signal?.throwIfAborted();
    }
    readOuts.push(unpack(packed, classNames, features, fit));
  }
  return readOuts;
};

/** The columns that are not zero throughout, scaled; the values of each sample are contiguous. */
interface PackedRows {
  readonly indices: readonly number[];
  readonly scales: readonly number[];
  /** `[count, indices.length]` */
  readonly rows: Float32Array;
}

const packRows = ({ count, columns }: LiveFeatures): PackedRows => {
  const indices = [...columns.keys()].sort((a, b) => a - b);
  const width = indices.length;
  const rows = new Float32Array(count * width);
  const scales = indices.map((index, position) => {
    const column = columns.get(index)!;
    let squares = 0;
    for (let row = 0; row < count; row++) squares += column[row]! * column[row]!;
    const scale = 1 / Math.sqrt(squares / count);
    for (let row = 0; row < count; row++) rows[row * width + position] = column[row]! * scale;
    return scale;
  });
  return { indices, scales, rows };
};

/** A linear probe during its fit: kernel `[classes, width]` and bias `[classes]`. */
interface ReadOutFit {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  step(batch: Uint32Array, rate: number): void;
}

/** With two classes, the second is always the negative of the first, so only the first is computed. */
const createReadOutFit = ({ indices, rows }: PackedRows, classes: number, labels: WeightedLabels): ReadOutFit => {
  const width = indices.length;
  const computed = classes === 2 ? 1 : classes;
  const [kernel, bias] = [new Float32Array(classes * width), new Float32Array(classes)];
  const [kernelGradient, biasGradient] = [new Float32Array(kernel.length), new Float32Array(classes)];
  const [kernelAdam, biasAdam] = [createHostAdam(kernel), createHostAdam(bias)];
  let scores = new Float32Array(0);
  return {
    kernel,
    bias,
    step(batch, rate) {
      const size = batch.length;
      if (scores.length !== classes * size) scores = new Float32Array(classes * size);
      for (let sample = 0; sample < size; sample++) {
        const start = batch[sample]! * width;
        for (let index = 0; index < computed; index++) {
          let score = bias[index]!;
          for (let at = 0; at < width; at++) score += kernel[index * width + at]! * rows[start + at]!;
          scores[index * size + sample] = score;
        }
      }
      if (classes === 2) for (let sample = 0; sample < size; sample++) scores[size + sample] = -scores[sample]!;
      softmaxLoss(scores, labels, batch);
      kernelGradient.fill(0);
      biasGradient.fill(0);
      for (let sample = 0; sample < size; sample++) {
        const start = batch[sample]! * width;
        for (let index = 0; index < computed; index++) {
          const slope = scores[index * size + sample]!;
          biasGradient[index]! += slope;
          for (let at = 0; at < width; at++) kernelGradient[index * width + at]! += slope * rows[start + at]!;
        }
      }
      if (classes === 2) {
        biasGradient[1] = -biasGradient[0]!;
        for (let at = 0; at < width; at++) kernelGradient[width + at] = -kernelGradient[at]!;
      }
      kernelAdam.update(kernelGradient, rate);
      biasAdam.update(biasGradient, rate);
    },
  };
};

const unpack = (
  { indices, scales }: PackedRows,
  classNames: readonly string[],
  features: number,
  { kernel: solved, bias }: ReadOutFit,
): NewHead => {
  const classes = classNames.length;
  const kernel = new Float32Array(features * classes);
  indices.forEach((feature, position) => {
    for (let index = 0; index < classes; index++) {
      kernel[feature * classes + index] = solved[index * indices.length + position]! * scales[position]!;
    }
  });
  return { kind: 'new-head', classNames: [...classNames], kernel, bias };
};
