import type { MaskSet } from '../mask-set/mask-set.js';
import { countLayers, sumCounts } from './_count-overlap.js';
import { type Distribution, hypergeometric, lowerTail, sumOf, upperTail } from './_distribution.js';
import type { OverlapOptions } from './overlap-options.js';

/** The probabilities that random masks of the same sizes overlap as much as these, or as little. */
export interface OverlapPValues {
  /** P(X ≥ |A ∩ B|): small when the two share more than by chance. */
  readonly more: number;
  /** P(X ≤ |A ∩ B|): small when the two share less than by chance. */
  readonly fewer: number;
  /** Twice the smaller of both, at most 1: for a question without a direction. */
  readonly twoSided: number;
}

/** The p values of an intersection, given its distribution. */
export const pValuesOf = (both: number, distribution: Distribution): OverlapPValues => {
  const [more, fewer] = [upperTail(distribution, both), lowerTail(distribution, both)];
  return { more, fewer, twoSided: Math.min(1, 2 * Math.min(more, fewer)) };
};

/**
 * Exact p values of the overlap of two sets, against masks that keep as many units in each layer, drawn uniformly among the live
 * units: the tails of the hypergeometric distribution (one-sided Fisher's exact tests), convolved over layers.
 *
 * Small values are accurate down to 1e-308. A small p shows that the sets are related, not how much; {@link chanceCorrected} measures that.
 * Several pairs need {@link adjustPValues}, which {@link overlapTable} applies.
 *
 * @throws DumError 'bad-input' as {@link iou} does
 */
export const overlapPValues = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): OverlapPValues => {
  const layers = countLayers('overlapPValues', first, second, options);
  return pValuesOf(sumCounts(layers).both, sumOf(layers.map(hypergeometric)));
};
