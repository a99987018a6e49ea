import type { Split } from './split.js';

/** The first of [0, 1], [−1, 1] and [0, 255] that has every value of some splits in memory, else the least and the greatest value. */
export const rangeOf = (splits: readonly Split[]): readonly [number, number] => {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { source } of splits) {
    for (const value of source.values!) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  const usual: readonly (readonly [number, number])[] = [
    [0, 1],
    [-1, 1],
    [0, 255],
  ];
  return usual.find(([low, high]) => low <= least && greatest <= high) ?? [least, greatest];
};
