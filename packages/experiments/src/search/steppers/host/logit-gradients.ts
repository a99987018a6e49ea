import type { SampledMask } from './sampled-mask.js';

/** Adds the straight-through gradient of the logits: the gradient of a sampled mask times the slope of the relaxed sample. */
export const addStraightThrough = ({ slopes }: SampledMask, gradient: Float32Array, sum: Float64Array): void => {
  for (let at = 0; at < sum.length; at++) sum[at]! += gradient[at]! * slopes[at]!;
};

/** The gradient of the logits: the straight-through gradients of all samples, plus the penalty's times the factor of each task. */
export const logitGradient = (
  { logits, units }: SampledMask,
  sum: Float64Array,
  penalty: (logit: number, units: number) => number,
  factors: Float32Array,
  gradient: Float32Array,
): void => {
  for (let at = 0; at < sum.length; at++) gradient[at] = sum[at]! + factors[Math.floor(at / units)]! * penalty(logits[at]!, units);
};
