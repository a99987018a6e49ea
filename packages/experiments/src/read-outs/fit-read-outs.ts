import { nextFrame } from '@tensorflow/tfjs-core';
import type { NewHead } from '@dum/masks/mask-set';
import { type Batch, shuffledBatches } from '../optimization/batches.js';
import { cosineDecay } from '../optimization/schedules.js';
import type { LiveFeatures } from '../masked/live-features.js';
import { createReadOutFit, type PackedRows, type ReadOutFit } from './read-out-fit.js';

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
  /** The batches of all epochs, where they are known already; default those that follow from epochs, size and seed. */
  readonly batches?: readonly Batch[];
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
  { features, epochs, batchSize, seed, batches = allBatches(live[0]!.count, { epochs, batchSize, seed }), onStep, signal }: ReadOutOptions,
): Promise<NewHead[]> => {
  const stepsEach = batches.length;
  const rateAt = cosineDecay(learningRate);
  const readOuts: NewHead[] = [];
  for (const [index, { classNames, classWeights, train }] of tasks.entries()) {
    const packed = packRows(live[index]!);
    const fit = createReadOutFit(packed, classNames.length, { y: train.y, classWeights });
    let step = 0;
    for (const batch of batches) {
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

/** The batches of all epochs of a fit. */
export const allBatches = (count: number, { epochs, batchSize, seed }: Pick<ReadOutOptions, 'epochs' | 'batchSize' | 'seed'>): Batch[] =>
  Array.from({ length: epochs }, (_, epoch) => shuffledBatches(count, batchSize, seed, epoch + 1)).flat();

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
