import type { Budget, Wiring } from '@dum/masks/mask-set';
import { expectedCost, type LayerSize } from './expected-cost.js';

/** Finds, while a task learns, the price at which its mask costs what its budget allows. */
export interface PriceControl {
  /** How many times the price given a unit costs now, on average. */
  readonly multiplier: number;
  /** What the price of a unit is multiplied by, one factor a masked layer, in their order. */
  readonly factors: readonly number[];
  /** Takes in what each layer is expected to keep, where so much of the run is done, and moves the price. */
  observe(expectedUnits: readonly number[], progress: number): void;
}

/** How far one look moves the logarithm of the price, for an expected cost of e times the target; no look moves it further than twice that. */
const gain = 0.15;
/** The part of a run in which the target falls to the budget. */
const warmUp = 0.4;
const [least, most] = [1e-3, 1e3];

/**
 * A Lagrange multiplier found by dual ascent: log λ grows in proportion to the logarithm of cost over target at each look.
 *
 * The target falls geometrically from the cost at the start to the budget over the first part of the run. A unit of a layer is priced
 * by what it adds to the cost, relative to the mean unit of the whole network, so that λ = 1 is the price given.
 *
 * Gallego-Posada et al. 2022 (arXiv 2208.04425) control sparsity so, for the hard concrete estimator.
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
