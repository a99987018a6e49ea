import type { MaskSet } from '../mask-set/mask-set.js';
import { countLayers, type OverlapCounts, sumCounts } from './_count-overlap.js';
import { type Distribution, hypergeometric, sumOf } from './_distribution.js';
import { coverageOf, intersectionOverSumOf, ioMinOf, iouOf } from './_measures.js';
import { chanceCorrected } from './chance-corrected.js';
import { type ChanceLevels, chanceOf } from './chance-levels.js';
import type { OverlapMeasures } from './overlap-measures.js';
import type { OverlapOptions } from './overlap-options.js';
import { type OverlapPValues, pValuesOf } from './overlap-p-values.js';

/** The overlap of two sets of kept units, and its chance level. */
export interface Overlap extends OverlapMeasures {
  /** Numbers of units: all live ones, and among them those kept by the first, by the second, and by both. */
  readonly units: Readonly<Record<'live' | 'first' | 'second' | 'both', number>>;
  /** For comparison with old figures: {@link intersectionOverSum}. */
  readonly intersectionOverSum: number;
  /** From {@link chanceLevels}. */
  readonly chance: ChanceLevels;
  /** From {@link chanceCorrected}; null where chance is 1. */
  readonly corrected: OverlapMeasures<number | null>;
  /** From {@link overlapPValues}; not corrected for the number of comparisons. */
  readonly p: OverlapPValues;
}

/** The overlap within one layer. */
export interface LayerOverlap extends Overlap {
  readonly layer: string;
}

/** The overlap of two sets, over all compared layers together and in each. */
export interface MaskComparison extends Overlap {
  /** Each compared layer, in network order. */
  readonly layers: readonly LayerOverlap[];
}

const overlapOf = (layers: readonly OverlapCounts[], distribution: Distribution): Overlap => {
  const units = sumCounts(layers);
  const { second, both } = units;
  const measures: OverlapMeasures = {
    iou: iouOf(units),
    ioMin: ioMinOf(units),
    coverage: { first: coverageOf(units), second: coverageOf({ first: second, both }) },
  };
  const chance = chanceOf(layers, distribution);
  const corrected = {
    iou: chanceCorrected(measures.iou, chance.iou),
    ioMin: chanceCorrected(measures.ioMin, chance.ioMin),
    coverage: {
      first: chanceCorrected(measures.coverage.first, chance.coverage.first),
      second: chanceCorrected(measures.coverage.second, chance.coverage.second),
    },
  };
  return {
    units,
    ...measures,
    intersectionOverSum: intersectionOverSumOf(units),
    chance,
    corrected,
    p: pValuesOf(both, distribution),
  };
};

/** {@link compareMasks}, called by another function, which errors name. */
export const compareAs = (who: string, first: MaskSet, second: MaskSet, options: OverlapOptions): MaskComparison => {
  const counts = countLayers(who, first, second, options);
  const distributions = counts.map(hypergeometric);
  const layers = counts.map((units, place) => ({ layer: units.layer, ...overlapOf([units], distributions[place]!) }));
  return { ...overlapOf(counts, sumOf(distributions)), layers };
};

/**
 * Compares two sets, as plain data: sizes, each measure of overlap, its chance level, the corrected value and exact p values, over all
 * masked layers and in each.
 *
 * A corrected iou near 0 is that of random masks. Chance levels depend on sizes only: two subnetworks also share more than by chance when
 * some units are useful for any task.
 *
 * For many subnetworks use {@link overlapTable}, which also corrects p for the number of pairs.
 *
 * @throws DumError 'bad-input' as {@link iou} does
 *
 * @example
 * const { iou, chance, corrected, p } = compareMasks(zero.masks, six.masks, { live });
 */
export const compareMasks = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): MaskComparison =>
  compareAs('compareMasks', first, second, options);
