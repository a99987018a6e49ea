import { divNoNan, mul, reshape, sub, sum, type Tensor3D, tensor4d, tidy, transpose } from '@tensorflow/tfjs-core';

/**
 * Centres logits `[tasks, batch, classes]` within the part of the batch that each of several mask samples has: a part's mean is 0.
 *
 * Samples have the weights of their targets, `[tasks, batch, classes]`. Row i belongs to part ⌊i · parts / batch⌋.
 */
export const centredLogits = (logits: Tensor3D, targets: Tensor3D, parts: number): Tensor3D =>
  tidy(() => {
    const [tasks, batch, classes] = logits.shape;
    const members = membership(batch, parts);
    const weights = mul(members, reshape(sum(targets, -1), [tasks, 1, 1, batch]));
    const shares = divNoNan(weights, sum(weights, -1, true));
    // sums over the last axis, because a product of matrices would round differently for another number of classes
    const means = sum(mul(shares, reshape(transpose(logits, [0, 2, 1]), [tasks, 1, classes, batch])), -1, true);
    return sub(logits, transpose(sum<Tensor3D>(mul(members, means), 1), [0, 2, 1]));
  });

/** 1 where a row of the batch belongs to a part, else 0: `[1, parts, 1, batch]`. */
const membership = (batch: number, parts: number) => {
  const values = new Float32Array(parts * batch);
  for (let row = 0; row < batch; row++) values[Math.floor((row * parts) / batch) * batch + row] = 1;
  return tensor4d(values, [1, parts, 1, batch]);
};
