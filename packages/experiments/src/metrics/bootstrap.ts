import { DumError, finiteNumber, requireOptions, wholeNumber } from '@dum/errors';
import { noiseKey } from '@dum/masks/noise';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { ClassificationMetrics } from './classification-metrics.js';
import { mean } from './mean.js';

/** A confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Options of bootstrap intervals. */
export interface BootstrapOptions {
  /** The confidence level; default .95. */
  readonly confidence?: number;
  /** Default 2000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * A bootstrap interval of the balanced accuracy: the samples of each class are redrawn with replacement.
 *
 * It covers the choice of samples only, not the variation between searches. Percentile method; Efron 1979. Throws `bad-input` for a setting
 * out of range.
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
 * A bootstrap interval of a mean: the values are redrawn with replacement.
 *
 * For differences in pairs, such as learned minus random for each seed, an interval above 0 means that the first is better. It treats
 * values as independent; use `crossedMeanInterval` where several share a seed or a task. Throws `bad-input` for a setting out of range.
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

/** A value of one cell of two crossed factors, such as seeds and tasks. */
export interface CrossedValue {
  readonly value: number;
  /** The level of each factor, such as a seed and the name of a task. */
  readonly levels: readonly [string | number, string | number];
}

/**
 * A bootstrap interval of the mean of values with two crossed factors, such as figures of every task with every seed. The levels of each
 * factor are redrawn with replacement, and the weight of a value is the product of the counts of its levels. The pigeonhole bootstrap; Owen
 * 2007.
 *
 * Ten seeds of one hard task are one hard task, not ten hard values as for `meanInterval`: if values depend on the task only, the variance
 * of the mean is that of tasks divided by the number of tasks, whatever the number of seeds. If values depend on neither factor, the
 * interval is up to √3 times too wide. Cells may be missing; the others then weigh more. A factor with one level is not redrawn, so the
 * interval does not cover other levels of it. With two or three levels the interval tends to be too narrow. Throws `bad-input` for no value
 * and for a setting out of range.
 *
 * @example
 * const { low } = crossedMeanInterval(pairs.map(({ seed, task, difference }) => ({ value: difference, levels: [seed, task] })));
 */
export const crossedMeanInterval = (values: readonly CrossedValue[], options: BootstrapOptions = {}): Interval => {
  const who = 'crossedMeanInterval';
  if (values.length === 0) throw new DumError('bad-input', `${who}: there are no values; expected at least one`);
  const [first, second] = ([0, 1] as const).map((factor) => [...new Set(values.map(({ levels }) => levels[factor]))]);
  const cells = values.map(({ value, levels }) => ({ value, at: [first!.indexOf(levels[0]), second!.indexOf(levels[1])] as const }));
  const draw = (random: RandomGenerator): number => {
    const [ofFirst, ofSecond] = [timesDrawn(random, first!.length), timesDrawn(random, second!.length)];
    let [sum, weights] = [0, 0];
    for (const { value, at } of cells) {
      const weight = ofFirst[at[0]]! * ofSecond[at[1]]!;
      sum += weight * value;
      weights += weight;
    }
    // all drawn cells may be missing
    return weights === 0 ? draw(random) : sum / weights;
  };
  return interval(who, options, draw);
};

/** How often each of `levels` levels occurs in as many draws. */
const timesDrawn = (random: RandomGenerator, levels: number): Uint32Array => {
  const times = new Uint32Array(levels);
  for (let draw = 0; draw < levels; draw++) times[levels === 1 ? 0 : uniformInt(random, 0, levels - 1)]!++;
  return times;
};

const interval = (
  who: string,
  { confidence = 0.95, resamples = 2000, seed = 1 }: BootstrapOptions,
  draw: (random: RandomGenerator) => number,
): Interval => {
  requireOptions(
    who,
    { confidence, resamples, seed },
    { confidence: finiteNumber({ above: 0, below: 1 }), resamples: wholeNumber(1), seed: wholeNumber() },
  );
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
