import type { MaskSet } from '../mask-set/mask-set.js';
import { countOverlap } from './_count-overlap.js';
import { iouOf } from './_measures.js';
import type { OverlapOptions } from './overlap-options.js';

/**
 * Intersection over union of two sets of kept units, |A ∩ B| / |A ∪ B| (the Jaccard index): 0 when they share none, 1
 * when they are equal. Symmetric.
 *
 * Two empty sets are equal: 1. An empty and a non-empty set: 0. (|A ∩ B| / (|A| + |B|), which is sometimes called by
 * the same name, is {@link intersectionOverSum}.) Two sets of different sizes can't reach 1: to ask whether the smaller one lies
 * within the larger, take {@link ioMin}; to ask it of a given one, {@link coverage}. Random
 * sets overlap too: {@link chanceLevels} says how much, {@link compareMasks} has both.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, `layer` is none of them, or an option has
 * another name
 *
 * @example
 * iou(zero.masks, six.masks, { layer: 'dense_300' });
 */
export const iou = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): number =>
  iouOf(countOverlap('iou', first, second, options));
