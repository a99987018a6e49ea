import type { MaskSet } from '../mask-set/mask-set.js';
import { countLayers, type OverlapCounts, sumCounts } from './_count-overlap.js';
import { type Distribution, expectation, hypergeometric, sumOf } from './_distribution.js';
import { coverageOf, intersectionOverSumOf, ioMinOf, iouOf } from './_measures.js';
import type { OverlapMeasures } from './overlap-measures.js';
import type { OverlapOptions } from './overlap-options.js';

/** The mean of each measure of overlap for random masks. */
export interface ChanceLevels extends OverlapMeasures {
  /** The expected number of units in both, Σ |A_l| |B_l| / |L_l| over layers l. */
  readonly both: number;
  /** The mean of {@link intersectionOverSum}. */
  readonly intersectionOverSum: number;
}

/** The chance levels over several layers together, given the distribution of the intersection. */
export const chanceOf = (layers: readonly OverlapCounts[], distribution: Distribution): ChanceLevels => {
  const { first, second } = sumCounts(layers);
  const both = layers.reduce((sum, layer) => sum + (layer.live === 0 ? 0 : (layer.first * layer.second) / layer.live), 0);
  const mean = { first, second, both };
  return {
    both,
    iou: Math.min(
      1,
      expectation(distribution, (units) => iouOf({ first, second, both: units })),
    ),
    ioMin: ioMinOf(mean),
    coverage: { first: coverageOf(mean), second: coverageOf({ first: second, both }) },
    intersectionOverSum: intersectionOverSumOf(mean),
  };
};

/**
 * The chance levels of two sets: the mean of each measure over masks that keep as many units in each layer, drawn uniformly among the live
 * units.
 *
 * In layer l the intersection X_l is hypergeometric with mean |A_l| |B_l| / |L_l|, and X = Σ X_l. `ioMin`, `coverage` and
 * `intersectionOverSum` are linear in X, so their means follow from that of X; the mean of `iou` is Σ_k P(X = k) k / (|A| + |B| − k), with
 * P the convolution of the layers' distributions. All are exact; nothing is sampled.
 *
 * Constant units can't be useful: without `live`, a network with many of them makes every pair look related.
 *
 * @throws DumError 'bad-input' as {@link iou} does
 *
 * @example
 * chanceLevels(zero.masks, six.masks).iou; // 0.07: an iou of 0.08 means little
 */
export const chanceLevels = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): ChanceLevels => {
  const layers = countLayers('chanceLevels', first, second, options);
  return chanceOf(layers, sumOf(layers.map(hypergeometric)));
};
