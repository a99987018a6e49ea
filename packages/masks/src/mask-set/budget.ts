import { requireOptions, wholeNumber } from '@dum/errors';
import type { MaskSet } from './mask-set.js';
import { summarizeMasks, type Wiring } from './summary.js';

/** The most that a mask set may keep. */
export interface Budget {
  /** The measure: kept units, or parameters or multiply-adds of the subnetwork, read-out included. */
  readonly measure: 'units' | 'parameters' | 'multiplyAdds';
  /** The largest value of the measure. */
  readonly limit: number;
}

/**
 * A budget of units.
 *
 * @throws DumError 'bad-input' for a number that is not a whole number of at least 1
 *
 * @example
 * await discoverSubnetworks(network, tasks, { budget: keepUnits(50) });
 */
export const keepUnits = (units: number): Budget => budgetOf('keepUnits', 'units', units);

/**
 * A budget of parameters: kernels and biases between kept units, and those of the read-out.
 *
 * Prefer it to {@link keepUnits} where a small file matters: a unit behind many inputs costs more.
 *
 * @throws DumError 'bad-input' for a number that is not a whole number of at least 1
 */
export const keepParameters = (parameters: number): Budget => budgetOf('keepParameters', 'parameters', parameters);

/**
 * A budget of multiply-adds per sample (MACs), of dense and convolution layers between kept units and of the read-out.
 *
 * Prefer it to {@link keepParameters} for convolutions that have to be fast: a channel costs more the more positions it has.
 *
 * @throws DumError 'bad-input' for a number that is not a whole number of at least 1
 */
export const keepMacs = (multiplyAdds: number): Budget => budgetOf('keepMacs', 'multiplyAdds', multiplyAdds);

const budgetOf = (who: string, measure: Budget['measure'], limit: number): Budget => {
  requireOptions(who, { 'the budget': limit }, { 'the budget': wholeNumber(1) });
  return { measure, limit };
};

/** The cost of masks in the measure of a budget. */
export const costOf = (masks: MaskSet, { measure }: Pick<Budget, 'measure'>, wiring: readonly Wiring[]): number => {
  const summary = summarizeMasks(masks, wiring);
  return measure === 'units' ? summary.units.kept : summary[measure]!.kept;
};
