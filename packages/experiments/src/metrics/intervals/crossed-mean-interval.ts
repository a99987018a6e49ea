import { DumError, show } from '@dum/errors';
import { mean } from '../mean.js';
import { studentCriticalValue } from './critical-values.js';
import { type Interval, intervalAround, type MeanIntervalOptions, meanSettingsOf, requireValues } from './interval.js';

/** A value of one cell of two crossed factors, such as seeds and tasks. */
export interface CrossedValue {
  readonly value: number;
  /** The level of each factor, such as a seed and the name of a task. */
  readonly levels: readonly [string | number, string | number];
}

/**
 * The confidence interval of the mean of values with two crossed factors, such as figures of every task with every seed.
 *
 * mean ± √(t₁² V₁ + t₂² V₂), where V = L / (L − 1) · Σ (Σ (value − mean))² / n² is the variance of the mean over the L levels of a factor
 * (the inner sum is over the values of a level) and t is Student's critical value for L − 1 degrees of freedom; Banerjee 1960, with the
 * sums over levels of Cameron, Gelbach and Miller 2011. For a complete table with normal effects of levels and cells it covers the mean at
 * least as often as it says, however few levels there are and whichever factor matters.
 *
 * Ten seeds of one hard task are one hard task, not ten hard values as for `meanInterval`: if values depend on the task only, the interval
 * is that of the means of tasks, whatever the number of seeds. If values depend on neither factor it is wider than needed, by √2 for many
 * levels; use `meanInterval` where that is known. Cells may be missing. A factor with one level adds nothing, so the interval does not
 * cover other levels of it. A single value has the whole `range`.
 *
 * Throws `bad-input` for no value, for a value that is not finite or out of `range`, for two values of the same levels, and for an option
 * that is out of range or unknown.
 *
 * @example
 * const { low } = crossedMeanInterval(pairs.map(({ seed, task, difference }) => ({ value: difference, levels: [seed, task] })));
 */
export const crossedMeanInterval = (values: readonly CrossedValue[], options: MeanIntervalOptions = {}): Interval => {
  const who = 'crossedMeanInterval';
  const { confidence, range } = meanSettingsOf(who, options);
  const plain = values.map(({ value }) => value);
  requireValues(who, plain, range);
  requireOneEach(who, values);
  const centre = mean(plain);
  if (values.length === 1) return intervalAround(centre, Number.POSITIVE_INFINITY, range);
  const squares = ([0, 1] as const).map((factor) => {
    const sums = new Map<string | number, number>();
    for (const { value, levels } of values) sums.set(levels[factor], (sums.get(levels[factor]) ?? 0) + value - centre);
    const levels = sums.size;
    if (levels === 1) return 0;
    const variance = ((levels / (levels - 1)) * [...sums.values()].reduce((sum, each) => sum + each ** 2, 0)) / values.length ** 2;
    return studentCriticalValue(confidence, levels - 1) ** 2 * variance;
  });
  return intervalAround(centre, Math.sqrt(squares[0]! + squares[1]!), range);
};

const requireOneEach = (who: string, values: readonly CrossedValue[]): void => {
  const places = new Map<string, number>();
  for (const [index, { levels }] of values.entries()) {
    const key = JSON.stringify(levels);
    const earlier = places.get(key);
    if (earlier !== undefined) {
      const shown = levels.map((level) => show(level)).join(' and ');
      throw new DumError(
        'bad-input',
        `${who}: values ${earlier} and ${index} are both of levels ${shown}; expected one value for each pair`,
      );
    }
    places.set(key, index);
  }
};
