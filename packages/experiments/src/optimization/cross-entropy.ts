import { div, logSoftmax, mul, neg, reshape, sum, type Tensor, type Tensor1D, type Tensor3D, tensor3d } from '@tensorflow/tfjs-core';

/** The labels of one task and the weight of each of its classes. */
export interface WeightedLabels {
  readonly y: ArrayLike<number>;
  readonly classWeights: readonly number[];
}

/**
 * Weighted one-hot targets of a batch, `[tasks, batch, classes]`: the class weight at a sample's label, else 0.
 *
 * Tasks with fewer classes than the widest are padded; a label outside the classes (an ignored sample) gives a row of zeros.
 */
export const weightedTargets = (tasks: readonly WeightedLabels[], batch: Uint32Array): Tensor3D => {
  const width = Math.max(...tasks.map(({ classWeights }) => classWeights.length));
  const targets = new Float32Array(tasks.length * batch.length * width);
  tasks.forEach(({ y, classWeights }, task) => {
    batch.forEach((row, index) => {
      const label = y[row]!;
      if (label < classWeights.length) targets[(task * batch.length + index) * width + label] = classWeights[label]!;
    });
  });
  return tensor3d(targets, [tasks.length, batch.length, width]);
};

/** The mean cross-entropy of each task: logits and weighted targets `[tasks, batch, classes]` → `[tasks]`. */
export const crossEntropyPerTask = (logits: Tensor3D, targets: Tensor3D): Tensor1D => {
  const [tasks, batch] = logits.shape;
  const losses: Tensor = mul(targets, logSoftmax(logits, -1));
  return div(neg(sum(reshape(losses, [tasks, -1]), -1)), batch);
};
