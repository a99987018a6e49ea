import { add, cast, div, greater, sigmoid, type Tensor } from '@tensorflow/tfjs-core';

/** The logit of a probability in (0, 1): the inverse of the sigmoid. */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** 1 where a logit is above 0. */
export const isPositive = (logits: Tensor): Tensor => cast(greater(logits, 0), 'float32');

/** The relaxed Bernoulli sample σ((l + noise) / τ). */
export const relaxedSample = (logits: Tensor, noise: Tensor, temperature: number): Tensor => sigmoid(div(add(logits, noise), temperature));
