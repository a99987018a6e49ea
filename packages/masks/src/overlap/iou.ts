import type { MaskSet } from '../mask-set/mask-set.js';
import { countOverlap } from './_count-overlap.js';
import type { OverlapOptions } from './overlap-options.js';

/**
 * Intersection over union of two sets of kept units, |A ∩ B| / |A ∪ B| (the Jaccard index): 0 when they share none, 1
 * when they are equal. Symmetric.
 *
 * Two empty sets are equal: 1. An empty and a non-empty set: 0. (|A ∩ B| / (|A| + |B|), which is sometimes called by
 * the same name, reaches only ½.) Two sets of different sizes can't reach 1: to ask whether the smaller one lies
 * within the larger, take {@link ioMin}; to ask it of a given one, {@link coverage}.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, or `layer` is none of them
 *
 * @example
 * iou(zero.masks, six.masks, { layer: 'dense_300' });
 */
export const iou = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): number => {
  const counts = countOverlap('iou', first, second, options);
  const union = counts.first + counts.second - counts.both;
  return union === 0 ? 1 : counts.both / union;
};
