import { requireOptions, wholeNumber } from '@dum/errors';
import type { MaskSet } from './mask-set.js';
import { summarizeMasks, type Wiring } from './summary.js';

/** What may be kept at most. */
export interface Budget {
  /** What is counted: kept units, or parameters or multiply-adds of the subnetwork, read-out included. */
  readonly measure: 'units' | 'parameters' | 'multiplyAdds';
  /** How many of them. */
  readonly limit: number;
}

/**
 * A budget of so many units.
 *
 * @throws DumError 'bad-input' for a number that is no whole number of at least 1
 *
 * @example
 * await discoverSubnetworks(network, tasks, { budget: keepUnits(50) });
 */
export const keepUnits = (units: number): Budget => budgetOf('keepUnits', 'units', units);

/**
 * A budget of so many parameters: kernels and biases between kept units, and those of the read-out.
 *
 * Prefer it to {@link keepUnits} where a small file matters: a unit behind many inputs costs more.
 *
 * @throws DumError 'bad-input' for a number that is no whole number of at least 1
 */
export const keepParameters = (parameters: number): Budget => budgetOf('keepParameters', 'parameters', parameters);

/**
 * A budget of so many multiply-adds a sample (MACs), of dense and convolution layers between kept units and of the read-out.
 *
 * Prefer it to {@link keepParameters} for convolutions that have to be fast: a channel costs as many as it has positions.
 *
 * @throws DumError 'bad-input' for a number that is no whole number of at least 1
 */
export const keepMacs = (multiplyAdds: number): Budget => budgetOf('keepMacs', 'multiplyAdds', multiplyAdds);

const budgetOf = (who: string, measure: Budget['measure'], limit: number): Budget => {
  requireOptions(who, { 'the budget': limit }, { 'the budget': wholeNumber(1) });
  return { measure, limit };
};

/** How much of what a budget counts the masks keep. */
export const costOf = (masks: MaskSet, { measure }: Pick<Budget, 'measure'>, wiring: readonly Wiring[]): number => {
  const summary = summarizeMasks(masks, wiring);
  return measure === 'units' ? summary.units.kept : summary[measure]!.kept;
};
