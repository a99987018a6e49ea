import type { MaskSet } from '../mask-set/mask-set.js';
import { countOverlap } from './_count-overlap.js';
import { intersectionOverSumOf } from './_measures.js';
import type { OverlapOptions } from './overlap-options.js';

/**
 * Intersection over the sum of two sizes, |A ∩ B| / (|A| + |B|): 0 when the sets share none, ½ when they are equal.
 *
 * It is half the Dice coefficient, and has been published as "IoU"; use it to reproduce such figures. With s for its value, the true
 * {@link iou} is s / (1 − s). Two empty sets are equal: ½.
 *
 * @throws DumError 'bad-input' as {@link iou} does
 */
export const intersectionOverSum = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): number =>
  intersectionOverSumOf(countOverlap('intersectionOverSum', first, second, options));
