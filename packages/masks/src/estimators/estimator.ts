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
  /** Whether samples are the same whatever the noise; default false. */
  readonly deterministic?: boolean;
  /** What it was made with besides the name, where that is anything. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** What a search with it starts from where nothing else is said; what is left out has the search's own default. */
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
   * A relaxed sample keeps a unit when it is not 0, or, where none ever is, when it is above ½. A deterministic estimator gives the
   * relaxed sample itself, and for a hard one a number that is above ½ where the unit is kept.
   */
  readonly keepProbability: (logits: Tensor, temperature: number) => Tensor;
  /** The logit whose keep probability is the one given, in (0, 1). */
  readonly initialLogit: (keepProbability: number, temperature: number) => number;
}
