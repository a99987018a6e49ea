import type { MaskSet } from '../mask-set/mask-set.js';
import { countOverlap } from './_count-overlap.js';
import { ioMinOf } from './_measures.js';
import type { OverlapOptions } from './overlap-options.js';

/**
 * Intersection over the smaller of two sets of kept units, |A ∩ B| / min(|A|, |B|) (the overlap coefficient): 1 when
 * one set lies within the other. Symmetric; always the larger of `coverage(a, b)` and `coverage(b, a)`.
 *
 * The empty set lies within every set, so with one or two empty sets it is 1: look for collapsed masks before you read a 1 as agreement. If
 * different sizes should lower the value, use {@link iou}.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, `layer` is none of them, or an option is
 * unknown
 *
 * @example
 * ioMin(zero.masks, round.masks); // 1 when all of zero's units are among round's, or the reverse
 */
export const ioMin = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): number =>
  ioMinOf(countOverlap('ioMin', first, second, options));
