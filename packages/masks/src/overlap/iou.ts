import type { MaskSet } from '../mask-set/mask-set.js';
import { countOverlap } from './_count-overlap.js';
import { iouOf } from './_measures.js';
import type { OverlapOptions } from './overlap-options.js';

/**
 * Intersection over union of two sets of kept units, |A ∩ B| / |A ∪ B| (the Jaccard index): 0 when they share none, 1
 * when they are equal. Symmetric.
 *
 * Two empty sets are equal: 1. An empty and a non-empty set: 0. (|A ∩ B| / (|A| + |B|), which sometimes has the same name, is {@link
 * intersectionOverSum}.) Two sets of different sizes can't reach 1: use {@link ioMin} to ask whether the smaller lies within the larger,
 * {@link coverage} for a given one. Random sets overlap too: {@link chanceLevels} has their mean, {@link compareMasks} both.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, `layer` is none of them, or an option is
 * unknown
 *
 * @example
 * iou(zero.masks, six.masks, { layer: 'dense_300' });
 */
export const iou = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): number =>
  iouOf(countOverlap('iou', first, second, options));
