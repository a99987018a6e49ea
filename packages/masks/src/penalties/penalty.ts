import { addN, mul, reshape, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { DumError, finiteNumber, requireOptions } from '@dum/errors';
import type { Estimator } from '../estimators/estimator.js';
import { requirePenalty } from './require-penalty.js';

/** A size of a mask that can be differentiated: one number a task, from logits `[tasks, units]`. */
export interface Measure {
  /** The name under which saved networks find it again. */
  readonly name: string;
  /** How it is printed, with l for the logits. */
  readonly symbol: string;
  /** The measure of each task, whose samples have that temperature: `[tasks, units]` → `[tasks]`. */
  readonly perTask: (logits: Tensor, estimator: Estimator, temperature: number) => Tensor;
}

/** What a mask costs: a sum of priced measures, added to the loss of each task. */
export interface Penalty {
  /** The formula, as printed beside results, such as `0.001·Σσ(l)`. */
  readonly formula: string;
  /** The measures and their prices α. */
  readonly terms: readonly { readonly measure: Measure; readonly alpha: number }[];
}

/**
 * A penalty of one measure at price α ≥ 0, by default 1; zero is valid and means that units are free.
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
 * Throws `bad-input` for none, and for what is no penalty.
 */
export const addPenalties = (...penalties: readonly Penalty[]): Penalty => {
  if (penalties.length === 0) {
    throw new DumError('bad-input', 'addPenalties: no penalty came; expected at least one, such as expectedUnits(1e-3)');
  }
  for (const penalty of penalties) requirePenalty('addPenalties', penalty);
  return fromTerms(penalties.flatMap(({ terms }) => terms));
};

/** A penalty with every price multiplied by a factor of at least 0. Throws `bad-input` for what is no penalty, or another factor. */
export const scalePenalty = (penalty: Penalty, factor: number): Penalty => {
  requirePenalty('scalePenalty', penalty);
  return fromTerms(penalty.terms.flatMap(({ measure, alpha }) => pricePenalty(measure, alpha * factor).terms));
};

/**
 * The penalty of each task's logits, `[tasks, ...units]` → `[tasks]`, while samples have this temperature (default 1).
 *
 * Throws `bad-input` for what is no penalty.
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
