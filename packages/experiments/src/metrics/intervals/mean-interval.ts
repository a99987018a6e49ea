import { mean } from '../mean.js';
import { studentCriticalValue } from './critical-values.js';
import { type Interval, intervalAround, type MeanIntervalOptions, meanSettingsOf, requireValues } from './interval.js';

/**
 * The confidence interval of a mean by Student's t.
 *
 * mean ± t · s / √n, where s² = Σ (value − mean)² / (n − 1) and t is the critical value for n − 1 degrees of freedom; Student 1908. It is
 * exact for normal values, and close for values with little skew. Of a strongly skewed distribution a few values tell too little: of
 * exponential values the interval of 95 % covers the mean in 88 % of cases at n = 5, and in 92 % at n = 20. Equal values have an interval
 * of no width.
 *
 * For differences in pairs, such as learned minus random for each seed, an interval above 0 means that the first is better. It treats
 * values as independent; use `crossedMeanInterval` where several share a seed or a task, and `balancedAccuracyInterval` for one figure over
 * its samples.
 *
 * One value says nothing about others, so its interval is the whole `range`: infinite by default, which JSON writes as null.
 *
 * Throws `bad-input` for no value, for a value that is not finite or out of `range`, and for an option that is out of range or unknown.
 *
 * @example
 * const { low } = meanInterval(learned.map((figure, pair) => figure - random[pair]));
 */
export const meanInterval = (values: readonly number[], options: MeanIntervalOptions = {}): Interval => {
  const { confidence, range } = meanSettingsOf('meanInterval', options);
  requireValues('meanInterval', values, range);
  const count = values.length;
  const centre = mean(values);
  if (count === 1) return intervalAround(centre, Number.POSITIVE_INFINITY, range);
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (count - 1);
  return intervalAround(centre, studentCriticalValue(confidence, count - 1) * Math.sqrt(variance / count), range);
};
