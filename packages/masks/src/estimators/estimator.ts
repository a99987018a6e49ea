import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * An estimator: how masks are sampled, and which gradient a sample has. A set of pure functions of the logits, standard logistic noise and
 * a temperature.
 *
 * Every tensor has the shape of the logits, `[tasks, samples, ...units]` while sampling and `[tasks, ...units]` otherwise.
 */
export interface Estimator {
  /** Its name in saved networks. */
  readonly name: string;
  /** Whether samples may lie between 0 and 1; a sample of a non-relaxed estimator is 0 or 1. */
  readonly relaxed: boolean;
  /** Whether samples do not depend on the noise; default false. */
  readonly deterministic?: boolean;
  /** Its parameters, if it has any. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** The default settings of a search with it; other settings have the search's own defaults. */
  readonly searchDefaults?: {
    readonly temperature?: { readonly start: number; readonly end: number };
    readonly initialKeepProbability?: number;
  };
  /** A sample for each logit; its gradient reaches the logits. */
  readonly sample: (logits: Tensor, noise: Tensor, temperature: number) => Tensor;
  /** The mask used at inference, 0 or 1: no noise, no gradient. It keeps a unit of logit 1 and drops one of −1. */
  readonly harden: (logits: Tensor) => Tensor;
  /**
   * The probability that a sample keeps the unit, with a gradient.
   *
   * A relaxed sample keeps a unit when it is not 0, or, if samples are never 0, when it is above ½. A deterministic estimator returns the
   * relaxed sample itself, or, for hard samples, a number that is above ½ where the unit is kept.
   */
  readonly keepProbability: (logits: Tensor, temperature: number) => Tensor;
  /** The logit with a given keep probability in (0, 1). */
  readonly initialLogit: (keepProbability: number, temperature: number) => number;
}
