import type { OverlapCounts } from './_count-overlap.js';

/** Probabilities of the whole numbers from, from + 1, …; other numbers have probabilities below the smallest double. */
export interface Distribution {
  readonly from: number;
  readonly probabilities: Float64Array;
}

const withoutZeros = ({ from, probabilities }: Distribution): Distribution => {
  const first = probabilities.findIndex((probability) => probability > 0);
  const last = probabilities.findLastIndex((probability) => probability > 0);
  return { from: from + first, probabilities: probabilities.subarray(first, last + 1) };
};

/**
 * The distribution of the intersection of two sets in one layer, if one of them is drawn uniformly among all of its size: hypergeometric.
 *
 * Ratios of neighbours, multiplied outwards from the mode and normalised: every factor is positive, so nothing cancels and no
 * factorial overflows.
 */
export const hypergeometric = ({ live, first, second }: Omit<OverlapCounts, 'both'>): Distribution => {
  const from = Math.max(0, first + second - live);
  const to = Math.min(first, second);
  const mode = Math.min(to, Math.max(from, Math.floor(((first + 1) * (second + 1)) / (live + 2))));
  const ratio = (both: number) => ((first - both) * (second - both)) / ((both + 1) * (live - first - second + both + 1));
  const weights = new Float64Array(to - from + 1);
  weights[mode - from] = 1;
  for (let both = mode; both < to; both++) weights[both + 1 - from] = weights[both - from]! * ratio(both);
  for (let both = mode - 1; both >= from; both--) weights[both - from] = weights[both + 1 - from]! / ratio(both);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return withoutZeros({ from, probabilities: weights.map((weight) => weight / total) });
};

/** The sum of two independent numbers. */
const convolve = (left: Distribution, right: Distribution): Distribution => {
  const probabilities = new Float64Array(left.probabilities.length + right.probabilities.length - 1);
  left.probabilities.forEach((probability, place) => {
    for (let step = 0; step < right.probabilities.length; step++) probabilities[place + step]! += probability * right.probabilities[step]!;
  });
  return withoutZeros({ from: left.from + right.from, probabilities });
};

/** The distribution of the intersection over all given layers, drawn independently in each. */
export const sumOf = (layers: readonly Distribution[]): Distribution =>
  layers.reduce(convolve, { from: 0, probabilities: Float64Array.of(1) });

/** The mean of a function of the number. */
export const expectation = ({ from, probabilities }: Distribution, value: (both: number) => number): number =>
  probabilities.reduce((sum, probability, place) => sum + probability * value(from + place), 0);

/** P(X ≤ limit), summed from the far end, so that a small tail keeps its digits. */
export const lowerTail = ({ from, probabilities }: Distribution, limit: number): number =>
  Math.min(
    1,
    probabilities.subarray(0, Math.max(0, limit - from + 1)).reduce((sum, probability) => sum + probability, 0),
  );

/** P(X ≥ limit), summed from the far end. */
export const upperTail = ({ from, probabilities }: Distribution, limit: number): number =>
  Math.min(
    1,
    probabilities.subarray(Math.max(0, limit - from)).reduceRight((sum, probability) => sum + probability, 0),
  );
