import type { MaskSet } from '../mask-set/mask-set.js';
import { countOverlap } from './_count-overlap.js';
import { coverageOf } from './_measures.js';
import type { OverlapOptions } from './overlap-options.js';

/**
 * The share of the first set's kept units that the second keeps too, |A ∩ B| / |A|: 1 exactly when A ⊆ B. Not
 * symmetric.
 *
 * The empty set lies within every set, so an empty A gives 1; a non-empty A and an empty B give 0. For a symmetric measure use {@link iou}
 * or {@link ioMin}.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, `layer` is none of them, or an option is
 * unknown
 *
 * @example
 * coverage(zero.masks, round.masks); // how much of "zero" is part of "round"
 */
export const coverage = (first: MaskSet, second: MaskSet, options: OverlapOptions = {}): number =>
  coverageOf(countOverlap('coverage', first, second, options));
