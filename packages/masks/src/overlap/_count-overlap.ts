import { requireKnownOptions } from '@dum/errors';
import { assertComparable } from '../mask-set/comparable.js';
import { findLayer } from '../mask-set/find-layer.js';
import type { MaskSet } from '../mask-set/mask-set.js';
import type { OverlapOptions } from './overlap-options.js';

/** Numbers of units: all that are counted, and those kept by the first set, by the second, and by both. */
export interface OverlapCounts {
  readonly live: number;
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

const countLayer = (first: Uint8Array, second: Uint8Array, live: Uint8Array | undefined): OverlapCounts => {
  const counts = { live: 0, first: 0, second: 0, both: 0 };
  for (let unit = 0; unit < first.length; unit++) {
    if (live?.[unit] === 0) continue;
    counts.live++;
    counts.first += first[unit]!;
    counts.second += second[unit]!;
    counts.both += first[unit]! & second[unit]!;
  }
  return counts;
};

/** The counts of each layer that is compared. */
export const countLayers = (
  who: string,
  first: MaskSet,
  second: MaskSet,
  options: OverlapOptions,
): readonly (OverlapCounts & { readonly layer: string })[] => {
  requireKnownOptions(who, options, ['layer', 'live']);
  const { layer, live } = options;
  assertComparable(who, first, second);
  if (live !== undefined) assertComparable(`${who}, live units`, first, live);
  const chosen = layer === undefined ? undefined : findLayer(who, first, layer);
  return first.layers.flatMap((mask, place) => {
    if (chosen !== undefined && mask !== chosen) return [];
    return [{ layer: mask.layer, ...countLayer(mask.kept, second.layers[place]!.kept, live?.layers[place]?.kept) }];
  });
};

/** The counts of all given layers together. */
export const sumCounts = (layers: readonly OverlapCounts[]): OverlapCounts => {
  const sum = (count: (layer: OverlapCounts) => number) => layers.reduce((total, layer) => total + count(layer), 0);
  return {
    live: sum(({ live }) => live),
    first: sum(({ first }) => first),
    second: sum(({ second }) => second),
    both: sum(({ both }) => both),
  };
};

/** The counts of all compared layers together. */
export const countOverlap = (who: string, first: MaskSet, second: MaskSet, options: OverlapOptions): OverlapCounts =>
  sumCounts(countLayers(who, first, second, options));
