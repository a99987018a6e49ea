import { DumError, objectWith, requireOptions } from '@dum/errors';
import { unitScoresKind } from './argument-kinds.js';
import { assertComparable } from './comparable.js';
import { type Budget, costOf } from './budget.js';
import { keptUnits } from './count-units.js';
import type { MaskSet } from './mask-set.js';
import type { Wiring } from './summary.js';
import { keepRanked, rankUnits, type UnitScores } from './unit-scores.js';

const budgetKind = objectWith('a budget, such as keepUnits(50)', ['measure', 'limit']);

/**
 * Makes the mask set of the highest scores within a budget: units in the order of their scores, until the next one would exceed it.
 *
 * Units of equal score come in network order.
 *
 * @param wiring - the weighted layers, from `traceWiring`; not needed for a budget of units
 * @throws DumError 'bad-input' for a score that is not a number, a number of scores that is not that of units, or a budget of parameters or
 * multiply-adds without a wiring
 *
 * @example
 * keepWithin({ network, layers: [{ layer: 'dense', shape: [3], scores: [0.1, 2, 1] }] }, keepUnits(2)); // keeps the last two
 */
export const keepWithin = (scores: UnitScores, budget: Budget, wiring: readonly Wiring[] = []): MaskSet => {
  requireOptions('keepWithin', { scores, budget }, { scores: unitScoresKind, budget: budgetKind });
  if (budget.measure !== 'units' && wiring.length === 0)
    throw new DumError(
      'bad-input',
      `keepWithin: a budget of ${budget.measure} needs the wiring of the network; give traceWiring(network, layers)`,
    );
  const ranked = rankUnits('keepWithin', scores);
  const keep = (count: number) => keepRanked(scores, ranked.slice(0, count));
  let [within, beyond] = [0, ranked.length + 1];
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (costOf(keep(middle), budget, wiring) <= budget.limit) within = middle;
    else beyond = middle;
  }
  return keep(within);
};

/**
 * Makes the mask set of the highest scores that keeps as many units *in each layer* as `masks`, for comparison with a baseline.
 *
 * @throws DumError 'bad-input' for scores of another network or of other layers, or a score that is not a number
 */
export const keepAsMany = (scores: UnitScores, masks: MaskSet): MaskSet => {
  requireOptions('keepAsMany', { scores }, { scores: unitScoresKind });
  assertComparable('keepAsMany', keepRanked(scores, []), masks);
  const left = masks.layers.map(({ layer }) => keptUnits(masks, layer));
  const kept = rankUnits('keepAsMany', scores).filter(({ layer }) => left[layer]!-- > 0);
  return keepRanked(scores, kept);
};
