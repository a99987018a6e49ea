import {
  argMax,
  cast,
  div,
  equal,
  exp,
  logSoftmax,
  mul,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { Answers } from './objective.js';

/** The weight of each sample in each task, `[tasks, batch]`: 0 for one that the task ignores. */
export const weightsOf = ({ targets }: Answers): Tensor2D => sum<Tensor2D>(targets, -1);

/** The mean over the batch of the losses of samples: `[tasks, batch]` → `[tasks]`. */
export const meanOverBatch = (losses: Tensor): Tensor1D => div(sum<Tensor1D>(losses, -1), losses.shape[1]!);

/** KL(p ‖ q) = Σ p·(ln p − ln q) of each sample, from logits whose last axis is the classes. */
export const divergence = (p: Tensor, q: Tensor): Tensor => {
  const logP = logSoftmax(p, -1);
  return sum(mul(exp(logP), sub(logP, logSoftmax(q, -1))), -1);
};

/** 1 where two lists have their largest value at the same index, else 0; lists are along the last axis. */
export const isSameAnswer = (a: Tensor3D, b: Tensor3D): Tensor2D => cast(equal(argMax(a, -1), argMax(b, -1)), 'float32');
