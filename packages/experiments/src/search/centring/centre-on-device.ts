import { divNoNan, matMul, mul, reshape, sub, sum, type Tensor3D, tensor2d, tidy, tile } from '@tensorflow/tfjs-core';

/**
 * Centres logits `[tasks, batch, classes]` within the part of the batch that each of several mask samples has: a part's mean is 0.
 *
 * Samples have the weights of their targets, `[tasks, batch, classes]`. Row i belongs to part ⌊i · parts / batch⌋.
 */
export const centredLogits = (logits: Tensor3D, targets: Tensor3D, parts: number): Tensor3D =>
  tidy(() => {
    const [tasks, batch] = logits.shape;
    const members = tile(reshape(membership(batch, parts), [1, parts, batch]), [tasks, 1, 1]) as Tensor3D;
    const weights = mul(members, reshape(sum(targets, -1), [tasks, 1, batch]));
    const means = matMul(divNoNan(weights, sum(weights, -1, true)) as Tensor3D, logits);
    return sub(logits, matMul(members, means, true));
  });

/** 1 where a row of the batch belongs to a part, else 0: `[parts, batch]`. */
const membership = (batch: number, parts: number) => {
  const values = new Float32Array(parts * batch);
  for (let row = 0; row < batch; row++) values[Math.floor((row * parts) / batch) * batch + row] = 1;
  return tensor2d(values, [parts, batch]);
};
