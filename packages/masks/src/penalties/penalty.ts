import { addN, mul, reshape, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { DumError, finiteNumber, requireOptions } from '@dum/errors';
import type { Estimator } from '../estimators/estimator.js';
import { requirePenalty } from './require-penalty.js';

/** A differentiable measure of a mask's size: one number for each task, from logits `[tasks, units]`. */
export interface Measure {
  /** Its name in saved networks. */
  readonly name: string;
  /** Its symbol in formulas, with l for the logits. */
  readonly symbol: string;
  /** The measure of each task, for samples of a temperature: `[tasks, units]` → `[tasks]`. */
  readonly perTask: (logits: Tensor, estimator: Estimator, temperature: number) => Tensor;
}

/** The cost of a mask: a sum of priced measures, added to the loss of each task. */
export interface Penalty {
  /** The formula, printed beside results, such as `0.001·Σσ(l)`. */
  readonly formula: string;
  /** The measures and their prices α. */
  readonly terms: readonly { readonly measure: Measure; readonly alpha: number }[];
}

/**
 * Makes a penalty of one measure at price α ≥ 0, by default 1; at price 0 units are free.
 *
 * Throws `bad-input` for an α that is not a finite number of at least 0.
 */
export const pricePenalty = (measure: Measure, alpha = 1): Penalty => {
  requireOptions(measure.name, { alpha }, { alpha: finiteNumber({ atLeast: 0 }) });
  return fromTerms([{ measure, alpha }]);
};

/**
 * The sum of one or more penalties: `addPenalties(expectedUnits(1e-3), meanLogits(1e-2))`.
 *
 * Throws `bad-input` for no penalty, and for anything that is not a penalty.
 */
export const addPenalties = (...penalties: readonly Penalty[]): Penalty => {
  if (penalties.length === 0) {
    throw new DumError('bad-input', 'addPenalties: no penalty was given; expected at least one, such as expectedUnits(1e-3)');
  }
  for (const penalty of penalties) requirePenalty('addPenalties', penalty);
  return fromTerms(penalties.flatMap(({ terms }) => terms));
};

/**
 * Multiplies every price of a penalty by a factor of at least 0. Throws `bad-input` for anything that is not a penalty, or another factor.
 */
export const scalePenalty = (penalty: Penalty, factor: number): Penalty => {
  requirePenalty('scalePenalty', penalty);
  return fromTerms(penalty.terms.flatMap(({ measure, alpha }) => pricePenalty(measure, alpha * factor).terms));
};

/**
 * The penalty of each task's logits, `[tasks, ...units]` → `[tasks]`, for samples of this temperature (default 1).
 *
 * Throws `bad-input` for anything that is not a penalty.
 */
export const penaltyPerTask = (penalty: Penalty, logits: Tensor, estimator: Estimator, temperature = 1): Tensor1D => {
  requirePenalty('penaltyPerTask', penalty);
  const flat = reshape(logits, [logits.shape[0], -1]);
  const priced = penalty.terms.map(({ measure, alpha }) => mul(measure.perTask(flat, estimator, temperature), alpha));
  return addN(priced) as Tensor1D;
};

const fromTerms = (terms: Penalty['terms']): Penalty => ({
  formula: terms.map(({ measure, alpha }) => `${alpha}·${measure.symbol}`).join(' + '),
  terms,
});
