import { assertComparable } from '../mask-set/comparable.js';
import { findLayer } from '../mask-set/find-layer.js';
import type { MaskSet } from '../mask-set/mask-set.js';
import type { OverlapOptions } from './overlap-options.js';

/** Numbers of units kept by the first set, by the second, and by both. */
export const countOverlap = (who: string, first: MaskSet, second: MaskSet, { layer }: OverlapOptions) => {
  assertComparable(who, first, second);
  const chosen = layer === undefined ? undefined : findLayer(who, first, layer);
  const counts = { first: 0, second: 0, both: 0 };
  first.layers.forEach((mask, place) => {
    if (chosen !== undefined && mask !== chosen) return;
    const right = second.layers[place]!.kept;
    for (let unit = 0; unit < right.length; unit++) {
      const bit = mask.kept[unit]!;
      counts.first += bit;
      counts.second += right[unit]!;
      counts.both += bit & right[unit]!;
    }
  });
  return counts;
};
