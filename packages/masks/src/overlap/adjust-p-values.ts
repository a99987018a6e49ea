import { DumError, oneOf, requireOptions, show } from '@dum/errors';

/** A correction of p values for multiple tests. */
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
 * Corrects p values for multiple tests, in the given order: reject those of at most your level.
 *
 * `holm` bounds the probability of any false rejection by the level, for any dependence between tests (Holm 1979): the p of rank r of m
 * becomes the largest of (m − i + 1) p_i for i ≤ r. `benjamini-hochberg` bounds the expected share of false rejections, for independent or
 * positively dependent tests (Benjamini & Hochberg 1995): the smallest of m p_i / i for i ≥ r. Use `holm` for a claim on one pair, the
 * other to screen many. Both are at most 1.
 *
 * @throws DumError 'bad-input' for a value that is not a number from 0 to 1, or an unknown correction
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
