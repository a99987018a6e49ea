import { requireKnownOptions } from '@dum/errors';
import type { Subnetwork } from '../mask-set/subnetwork.js';
import { adjustPValues, type PValueCorrection } from './adjust-p-values.js';
import { compareAs, type LayerOverlap, type Overlap } from './compare-masks.js';
import type { OverlapOptions } from './overlap-options.js';
import type { OverlapPValues } from './overlap-p-values.js';

/** The task and the masks of a subnetwork, which a comparison needs. */
export type NamedMasks = Pick<Subnetwork, 'task' | 'masks'>;

/** Options of {@link overlapTable}. */
export interface OverlapTableOptions extends OverlapOptions {
  /** Subnetworks to compare each one with; default each other, every pair once. */
  readonly against?: readonly NamedMasks[] | undefined;
}

/** p values corrected for the number of pairs, see {@link adjustPValues}. */
export interface AdjustedPValues {
  readonly holm: OverlapPValues;
  readonly benjaminiHochberg: OverlapPValues;
}

/** Two tasks and the overlap of their subnetworks. */
export interface ComparedPair extends Overlap {
  readonly first: string;
  readonly second: string;
  readonly adjusted: AdjustedPValues;
  /** Each compared layer, its p values adjusted among the same layer of all pairs. */
  readonly layers: readonly (LayerOverlap & { readonly adjusted: AdjustedPValues })[];
}

const adjustAll = (overlaps: readonly Overlap[]): AdjustedPValues[] => {
  const correct = (correction: PValueCorrection): OverlapPValues[] => {
    const column = (tail: keyof OverlapPValues) => overlaps.map(({ p }) => p[tail]);
    const [more, fewer, twoSided] = (['more', 'fewer', 'twoSided'] as const).map((tail) => adjustPValues(column(tail), correction));
    return overlaps.map((_, pair) => ({ more: more![pair]!, fewer: fewer![pair]!, twoSided: twoSided![pair]! }));
  };
  const [holm, benjaminiHochberg] = [correct('holm'), correct('benjamini-hochberg')];
  return overlaps.map((_, pair) => ({ holm: holm[pair]!, benjaminiHochberg: benjaminiHochberg[pair]! }));
};

/**
 * Compares each pair of subnetworks, with p values corrected for the number of pairs.
 *
 * The table is one family of tests for each of `more`, `fewer` and `twoSided`; so is each layer of it. Choose one of the three before you
 * look at the results, and either all layers or one. Plain data: one entry for each pair, in the order of the lists; none for a single
 * subnetwork.
 *
 * @throws DumError 'bad-input' as {@link iou} does
 *
 * @example
 * for (const { first, second, corrected, adjusted } of overlapTable(subnetworks)) console.log(first, second, corrected.iou, adjusted.holm.twoSided);
 */
export const overlapTable = (subnetworks: readonly NamedMasks[], options: OverlapTableOptions = {}): ComparedPair[] => {
  requireKnownOptions('overlapTable', options, ['against', 'layer', 'live']);
  const { against, layer, live } = options;
  const pairs = subnetworks.flatMap((first, place) => (against ?? subnetworks.slice(place + 1)).map((second) => ({ first, second })));
  const comparisons = pairs.map(({ first, second }) => compareAs('overlapTable', first.masks, second.masks, { layer, live }));
  const adjusted = adjustAll(comparisons);
  const adjustedLayers = (comparisons[0]?.layers ?? []).map((_, index) => adjustAll(comparisons.map(({ layers }) => layers[index]!)));
  return comparisons.map((comparison, pair) => ({
    first: pairs[pair]!.first.task,
    second: pairs[pair]!.second.task,
    ...comparison,
    adjusted: adjusted[pair]!,
    layers: comparison.layers.map((figures, index) => ({ ...figures, adjusted: adjustedLayers[index]![pair]! })),
  }));
};
