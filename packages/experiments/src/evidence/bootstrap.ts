import { noiseKey } from '@dum/masks';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { anyInteger, positiveInteger, probability, requireNumbers } from '../options/check-options.js';

/** A range that holds a figure with some confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How a figure is resampled. */
export interface BootstrapOptions {
  /** How likely the interval holds the figure; default .95. */
  readonly confidence?: number;
  /** Default 2000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * A bootstrap interval of the balanced accuracy: samples of each class are drawn again from those of the class, with replacement.
 *
 * It says how far the figure may be off since the split has so many samples, not how far another search would be. Percentile method;
 * Efron 1979. Throws `bad-input` for a setting out of range.
 */
export const balancedAccuracyInterval = (
  { confusion }: Pick<ClassificationMetrics, 'confusion'>,
  options: BootstrapOptions = {},
): Interval =>
  interval('balancedAccuracyInterval', options, (random) =>
    mean(
      confusion.map((predicted, actual) => {
        const count = predicted.reduce((sum, n) => sum + n, 0);
        return binomial(random, count, predicted[actual]! / count) / count;
      }),
    ),
  );

/**
 * A bootstrap interval of a mean: values are drawn again from those given, with replacement.
 *
 * Of differences in pairs, such as learned minus random for each seed and task, it tells whether the first is better: it is where the
 * interval lies above 0. Throws `bad-input` for a setting out of range.
 *
 * @example
 * const { low } = meanInterval(learned.map((figure, pair) => figure - random[pair]));
 */
export const meanInterval = (values: readonly number[], options: BootstrapOptions = {}): Interval =>
  interval('meanInterval', options, (random) => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[uniformInt(random, 0, values.length - 1)]!;
    return sum / values.length;
  });

const interval = (
  who: string,
  { confidence = 0.95, resamples = 2000, seed = 1 }: BootstrapOptions,
  draw: (random: RandomGenerator) => number,
): Interval => {
  requireNumbers(who, { confidence, resamples, seed }, { confidence: probability, resamples: positiveInteger, seed: anyInteger });
  const random = xoroshiro128plus(noiseKey(seed, resamples));
  const drawn = Float64Array.from({ length: resamples }, () => draw(random)).sort();
  const at = (share: number) => drawn[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { low: at((1 - confidence) / 2), high: at(1 - (1 - confidence) / 2) };
};

const binomial = (random: RandomGenerator, count: number, share: number): number => {
  let hits = 0;
  for (let trial = 0; trial < count; trial++) if (uniformFloat64(random) < share) hits++;
  return hits;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
