import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * How a hard sample of a mask gets a gradient: pure functions of the logits, of standard logistic noise, and of a temperature.
 *
 * Every tensor has the shape of the logits, `[tasks, samples, ...units]` while sampling and `[tasks, ...units]` otherwise.
 */
export interface Estimator {
  /** The name under which saved networks find it again. */
  readonly name: string;
  /** Whether samples may lie between 0 and 1; a sample of a non-relaxed estimator is 0 or 1. */
  readonly relaxed: boolean;
  /** A sample for each logit; its gradient reaches the logits. */
  readonly sample: (logits: Tensor, noise: Tensor, temperature: number) => Tensor;
  /** The mask used at inference, 0 or 1: no noise, no gradient. */
  readonly harden: (logits: Tensor) => Tensor;
  /** The probability that a sample keeps the unit, with a gradient. */
  readonly keepProbability: (logits: Tensor) => Tensor;
  /** The logit whose keep probability is the one given, in (0, 1). */
  readonly initialLogit: (keepProbability: number) => number;
}
