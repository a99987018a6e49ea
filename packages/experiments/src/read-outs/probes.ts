import { add, matMul, slice, type Tensor, type Tensor3D, tensor3d, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import type { NewHead } from '@dum/masks/mask-set';
import { noiseKey, textKey } from '@dum/masks/noise';
import type { TaskRange } from '../masked/masked-body.js';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The linear probes of several tasks, stacked: kernels `[tasks, features, classes]` and biases `[tasks, 1, classes]`. */
export interface Probes<Weight extends Tensor = Variable> {
  readonly kernel: Weight;
  readonly bias: Weight;
}

/** The bias of a class that a task does not have: its probability is exactly 0, and so is its gradient. */
export const absentClass = -1e9;

/**
 * Creates linear probes for tasks, padded to the largest number of classes.
 *
 * Kernels are glorot-uniform and depend on seed, task and stream only; biases are zero.
 */
export const createProbes = (
  taskSeeds: readonly number[],
  features: number,
  classCounts: readonly number[],
  seed: number,
  stream = 'head',
): Probes => {
  const width = Math.max(...classCounts);
  const kernel = new Float32Array(taskSeeds.length * features * width);
  const bias = new Float32Array(taskSeeds.length * width).fill(absentClass);
  classCounts.forEach((classes, task) => {
    bias.fill(0, task * width, task * width + classes);
    const random = xoroshiro128plus(noiseKey(seed, taskSeeds[task]!, textKey(stream)));
    const limit = Math.sqrt(6 / (features + classes));
    for (let feature = 0; feature < features; feature++) {
      for (let index = 0; index < classes; index++) {
        kernel[(task * features + feature) * width + index] = limit * (2 * uniformFloat64(random) - 1);
      }
    }
  });
  return tidy(() => ({
    kernel: variable(tensor3d(kernel, [taskSeeds.length, features, width])),
    bias: variable(tensor3d(bias, [taskSeeds.length, 1, width])),
  }));
};

/** The logits of each task: features `[tasks, batch, features]` → `[tasks, batch, classes]`. */
export const applyProbes = ({ kernel, bias }: Probes<Tensor>, features: Tensor3D): Tensor3D =>
  tidy(() => add(matMul(features, kernel as Tensor3D), bias));

/** The linear probes of a group of tasks, without the classes that none of them has. */
export const probesOfGroup = ({ kernel, bias }: Probes<Tensor>, { from, count }: TaskRange, classes: number): Probes<Tensor> => {
  const [tasks, features, width] = kernel.shape as [number, number, number];
  if (count === tasks && classes === width) return { kernel, bias };
  return {
    kernel: slice(kernel as Tensor3D, [from, 0, 0], [count, features, classes]),
    bias: slice(bias as Tensor3D, [from, 0, 0], [count, 1, classes]),
  };
};

export const disposeProbes = ({ kernel, bias }: Probes): void => {
  kernel.dispose();
  bias.dispose();
};

/** The kernel `[features, classes]` and bias of each task, on the host; absent classes of padded tasks included. */
export const readProbes = async ({ kernel, bias }: Probes): Promise<{ kernel: Float32Array; bias: Float32Array }[]> => {
  const [tasks, features, classes] = kernel.shape as [number, number, number];
  const [kernels, biases] = [await kernel.data<'float32'>(), await bias.data<'float32'>()];
  const size = features * classes;
  return Array.from({ length: tasks }, (_, task) => ({
    kernel: kernels.slice(task * size, (task + 1) * size),
    bias: biases.slice(task * classes, (task + 1) * classes),
  }));
};

/** Fitted linear probes, stacked and padded to the most classes. */
export const stackReadOuts = (readOuts: readonly NewHead[], features: number): Probes<Tensor> => {
  const classes = Math.max(...readOuts.map(({ classNames }) => classNames.length));
  const kernel = new Float32Array(readOuts.length * features * classes);
  const bias = new Float32Array(readOuts.length * classes).fill(absentClass);
  readOuts.forEach((readOut, task) => {
    const own = readOut.classNames.length;
    bias.set(readOut.bias, task * classes);
    for (let feature = 0; feature < features; feature++)
      kernel.set(readOut.kernel.subarray(feature * own, (feature + 1) * own), (task * features + feature) * classes);
  });
  return { kernel: tensor3d(kernel, [readOuts.length, features, classes]), bias: tensor3d(bias, [readOuts.length, 1, classes]) };
};
