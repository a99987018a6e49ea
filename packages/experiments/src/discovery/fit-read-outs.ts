import { dispose, nextFrame, type Scalar, sum, tensor3d, tidy, variableGrads } from '@tensorflow/tfjs-core';
import type { ReadOut } from '@dum/masks/mask-set';
import { shuffledBatches, stepsPerEpoch } from '../training/batches.js';
import { crossEntropyPerTask, weightedTargets } from '../training/cross-entropy.js';
import { ScheduledAdam } from '../training/scheduled-adam.js';
import { cosineDecay } from '../training/schedules.js';
import { applyHeads, createHeads, disposeHeads } from './heads.js';
import type { LiveFeatures } from './live-features.js';

/** A task as a read-out sees it. */
export interface LabelledTask {
  readonly classNames: readonly string[];
  readonly classWeights: readonly number[];
  readonly train: { readonly y: Uint8Array };
}

/** How read-outs are fitted. */
export interface ReadOutOptions {
  readonly features: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly onStep?: (step: number, steps: number) => void;
  readonly signal?: AbortSignal | undefined;
}

const learningRate = 0.05;

/**
 * Fits a linear softmax read-out a task on the features that its final mask leaves, by weighted cross-entropy, from zero.
 *
 * The problem is convex, and each column is scaled to unit root mean square while it is solved, so that one rate fits all. A control
 * gets the same as a found subnetwork: same start, batches, rate and epochs.
 */
export const fitReadOuts = async (
  live: readonly LiveFeatures[],
  tasks: readonly LabelledTask[],
  { features, epochs, batchSize, seed, onStep, signal }: ReadOutOptions,
): Promise<ReadOut[]> => {
  const count = live[0]!.count;
  const packed = live.map(packColumns);
  const width = Math.max(1, ...packed.map(({ values }) => values.length));
  const classes = tasks.map(({ classNames }) => classNames.length);
  const outputs = Math.max(...classes);
  const heads = createHeads(
    tasks.map((_, task) => task),
    width,
    classes,
  );
  const labels = tasks.map(({ train: { y }, classWeights }) => ({ y, classWeights }));
  const variables = [heads.kernel, heads.bias];
  const adam = new ScheduledAdam(cosineDecay(learningRate));
  const steps = epochs * stepsPerEpoch(count, batchSize);
  let step = 0;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const batch of shuffledBatches(count, batchSize, seed, epoch)) {
        const gradients = tidy(() => {
          const x = tensor3d(batchOf(packed, width, batch), [tasks.length, batch.length, width]);
          const y = weightedTargets(labels, batch);
          return variableGrads(() => sum<Scalar>(crossEntropyPerTask(applyHeads(heads, x), y)), variables).grads;
        });
        adam.applyAt(
          step / steps,
          Object.entries(gradients).map(([name, tensor]) => ({ name, tensor })),
        );
        dispose(gradients);
        step++;
        if (step % 20 === 0) {
          onStep?.(step, steps);
          await nextFrame();
          signal?.throwIfAborted();
        }
      }
    }
    const [kernel, bias] = [await heads.kernel.data<'float32'>(), await heads.bias.data<'float32'>()];
    return tasks.map(({ classNames }, task) =>
      unpack(packed[task]!, classNames, features, {
        kernel: kernel.slice(task * width * outputs, (task + 1) * width * outputs),
        bias: bias.slice(task * outputs, (task + 1) * outputs),
      }),
    );
  } finally {
    adam.dispose();
    disposeHeads(heads);
  }
};

interface PackedColumns {
  readonly indices: readonly number[];
  readonly scales: readonly number[];
  readonly values: readonly Float32Array[];
}

const packColumns = ({ count, columns }: LiveFeatures): PackedColumns => {
  const indices = [...columns.keys()].sort((a, b) => a - b);
  const values = indices.map((index) => columns.get(index)!);
  const scales = values.map((column) => 1 / Math.sqrt(column.reduce((sum, value) => sum + value * value, 0) / count));
  return { indices, scales, values };
};

const batchOf = (packed: readonly PackedColumns[], width: number, batch: Uint32Array): Float32Array => {
  const rows = new Float32Array(packed.length * batch.length * width);
  packed.forEach(({ values, scales }, task) => {
    values.forEach((column, position) => {
      const scale = scales[position]!;
      let at = task * batch.length * width + position;
      for (const row of batch) {
        rows[at] = column[row]! * scale;
        at += width;
      }
    });
  });
  return rows;
};

const unpack = (
  { indices, scales }: PackedColumns,
  classNames: readonly string[],
  features: number,
  solved: { kernel: Float32Array; bias: Float32Array },
): ReadOut => {
  const stride = solved.bias.length;
  const classes = classNames.length;
  const kernel = new Float32Array(features * classes);
  indices.forEach((feature, position) => {
    for (let index = 0; index < classes; index++) {
      kernel[feature * classes + index] = solved.kernel[position * stride + index]! * scales[position]!;
    }
  });
  return { kind: 'new-head', classNames: [...classNames], kernel, bias: solved.bias.slice(0, classes) };
};
