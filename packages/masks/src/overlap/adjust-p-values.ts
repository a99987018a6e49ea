import { DumError, oneOf, requireOptions, show } from '@dum/errors';

/** A way to correct p values for their number. */
export type PValueCorrection = 'holm' | 'benjamini-hochberg';

/** Each takes p values in ascending order. */
const corrections: Readonly<Record<PValueCorrection, (ascending: readonly number[]) => number[]>> = {
  holm: (ascending) => {
    let bound = 0;
    return ascending.map((p, rank) => (bound = Math.max(bound, Math.min(1, p * (ascending.length - rank)))));
  },
  'benjamini-hochberg': (ascending) => {
    let bound = 1;
    const descending = ascending.map((p, rank) => p * (ascending.length / (rank + 1))).reverse();
    return descending.map((p) => (bound = Math.min(bound, p))).reverse();
  },
};

/**
 * p values corrected for their number, in the order given: reject those of at most your level.
 *
 * `holm` keeps the probability of even one false rejection below the level, however the tests depend (Holm 1979): the p of rank r
 * of m becomes the largest of (m − i + 1) p_i for i ≤ r. `benjamini-hochberg` keeps the expected share of false ones among the
 * rejected below it, for independent or positively dependent tests (Benjamini & Hochberg 1995): the smallest of m p_i / i for i ≥ r.
 * Take `holm` to claim one pair, the other to screen many. Both are at most 1.
 *
 * @throws DumError 'bad-input' for a value that is no number from 0 to 1, or a correction of another name
 *
 * @example
 * adjustPValues([0.01, 0.04, 0.03], 'holm'); // [0.03, 0.06, 0.06]
 */
export const adjustPValues = (pValues: readonly number[], correction: PValueCorrection): number[] => {
  requireOptions('adjustPValues', { correction }, { correction: oneOf(Object.keys(corrections)) });
  pValues.forEach((p, place) => {
    if (!(p >= 0 && p <= 1))
      throw new DumError('bad-input', `adjustPValues: number ${place + 1} of the p values is ${show(p)}; expected 0 to 1`);
  });
  const order = pValues.map((_, place) => place).sort((left, right) => pValues[left]! - pValues[right]!);
  const corrected = corrections[correction](order.map((place) => pValues[place]!));
  const adjusted = pValues.map(() => 0);
  order.forEach((place, rank) => {
    adjusted[place] = corrected[rank]!;
  });
  return adjusted;
};
