import type { Budget, Wiring } from '@dum/masks/mask-set';
import { expectedCost, type LayerSize } from './expected-cost.js';

/** Finds, during the search of a task, the price at which its mask meets its budget. */
export interface PriceControl {
  /** The current mean price of a unit, as a multiple of the given price α. */
  readonly multiplier: number;
  /** The factor of the price of a unit for each masked layer, in their order. */
  readonly factors: readonly number[];
  /** Adjusts the price to the expected units of each layer; `progress` is the share of the run that is done. */
  observe(expectedUnits: readonly number[], progress: number): void;
}

/**
 * The change of the logarithm of the price by one adjustment, for an expected cost of e times the target; the change is capped at twice
 * that.
 */
const gain = 0.15;
/** The share of a run during which the target falls to the budget. */
const warmUp = 0.4;
const [least, most] = [1e-3, 1e3];

/**
 * A Lagrange multiplier found by dual ascent: each adjustment adds a multiple of log(cost / target) to log λ.
 *
 * The target falls geometrically from the initial cost to the budget over the first part of the run. The price of a unit is proportional to
 * what it adds to the cost, relative to the mean unit of the whole network, so that λ = 1 is the given price.
 *
 * Gallego-Posada et al. 2022 (arXiv 2208.04425) control sparsity in this way for the hard concrete estimator.
 */
export const createPriceControl = (layers: readonly LayerSize[], budget: Budget, wiring: readonly Wiring[]): PriceControl => {
  const costOf = (expectedUnits: readonly number[]) => {
    const shares = Object.fromEntries(layers.map(({ layer, units }, at) => [layer, expectedUnits[at]! / units]));
    return expectedCost(layers, shares, budget.measure, wiring);
  };
  const sizes = layers.map(({ units }) => units);
  const meanUnit = costOf(sizes).value / sizes.reduce((total, units) => total + units, 0);
  let multiplier = 1;
  let start: number | undefined;
  let factors: readonly number[] = layers.map(() => 1);
  return {
    get multiplier() {
      return multiplier;
    },
    get factors() {
      return factors;
    },
    observe(expectedUnits, progress) {
      const { value, slopes } = costOf(expectedUnits);
      start ??= Math.max(value, budget.limit);
      const target = start * (budget.limit / start) ** Math.min(1, progress / warmUp);
      const excess = Math.min(2, Math.max(-2, Math.log(value / target)));
      multiplier = Math.min(most, Math.max(least, multiplier * Math.exp(gain * excess)));
      factors = slopes.map((slope) => (multiplier * slope) / meanUnit);
    },
  };
};
