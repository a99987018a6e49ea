import { crossedMeanInterval, type CrossedValue } from '../metrics/intervals/crossed-mean-interval.js';
import type { Interval, IntervalOptions, MeanIntervalOptions } from '../metrics/intervals/interval.js';
import type { FrontierPoint } from './frontier-method.js';
import { mean } from '../metrics/mean.js';

/** A method at a budget: means over seeds and tasks with their 95 % intervals. */
export interface FrontierRow {
  readonly method: string;
  readonly budget: number;
  /** Seeds times tasks. */
  readonly points: number;
  readonly keptUnits: number;
  readonly accuracy: number;
  readonly accuracyInterval: Interval;
  readonly balancedAccuracy: number;
  readonly balancedAccuracyInterval: Interval;
}

/** The comparison of two methods at a budget, in pairs of the same seed and task. */
export interface FrontierComparison {
  readonly method: string;
  readonly against: string;
  readonly budget: number;
  readonly pairs: number;
  /** The mean difference of balanced accuracies, above 0 where the method is better, and its 95 % interval. */
  readonly difference: number;
  readonly interval: Interval;
  /** The mean difference of accuracies. */
  readonly accuracyDifference: number;
  readonly accuracyInterval: Interval;
  /** Whether the interval of `difference` lies above 0, below 0, or contains it. */
  readonly verdict: 'above' | 'below' | 'not different';
}

/**
 * Summarizes points in one row for each method and budget, in the order of the points.
 *
 * Intervals are those of `crossedMeanInterval` over seeds and tasks, within [0, 1]: how far the mean may be off for other seeds and tasks,
 * or, with one seed, for other tasks only. They cover other networks only if each seed has its own network. One seed of one task says
 * nothing about others, so its interval is all of [0, 1]. Missing points, such as those of searches that diverged, are left out.
 *
 * Throws `bad-input` for two points of the same method, budget, seed and task, for a figure that is not a number from 0 to 1, and for a
 * confidence level that is not above 0 and below 1.
 */
export const frontierRows = (points: readonly FrontierPoint[], options: IntervalOptions = {}): FrontierRow[] =>
  [...groupsOf(points).values()].map((group) => {
    const summary = (figure: 'accuracy' | 'balancedAccuracy') =>
      meanOf(
        group.map((point) => crossed(point, point[figure])),
        { ...options, range: [0, 1] },
      );
    const [accuracy, balanced] = [summary('accuracy'), summary('balancedAccuracy')];
    return {
      method: group[0]!.method,
      budget: group[0]!.budget,
      points: group.length,
      keptUnits: mean(group.map(({ keptUnits }) => keptUnits)),
      accuracy: accuracy.mean,
      accuracyInterval: accuracy.interval,
      balancedAccuracy: balanced.mean,
      balancedAccuracyInterval: balanced.interval,
    };
  });

/**
 * Compares each method of one list with each of another, at every budget for which both have points.
 *
 * Intervals are of differences in pairs of the same seed and task, so what makes a task hard for both cancels. They are over seeds and
 * tasks as in `frontierRows`, so that pairs of one task do not count as independent, but within [−1, 1]: a single pair is never above or
 * below. Throws as `frontierRows` does.
 */
export const frontierComparisons = (
  points: readonly FrontierPoint[],
  methods: readonly string[],
  against: readonly string[],
  options: IntervalOptions = {},
): FrontierComparison[] => {
  const groups = groupsOf(points);
  const budgets = [...new Set(points.map(({ budget }) => budget))];
  return methods.flatMap((method) =>
    against.flatMap((other) =>
      budgets.flatMap((budget): FrontierComparison[] => {
        const others = new Map((groups.get(keyOf(other, budget)) ?? []).map((point) => [pairOf(point), point]));
        const pairs = (groups.get(keyOf(method, budget)) ?? []).flatMap((point) => {
          const paired = others.get(pairOf(point));
          return paired === undefined ? [] : [[point, paired] as const];
        });
        if (pairs.length === 0) return [];
        const differences = (figure: 'accuracy' | 'balancedAccuracy') =>
          meanOf(
            pairs.map(([ours, theirs]) => crossed(ours, ours[figure] - theirs[figure])),
            { ...options, range: [-1, 1] },
          );
        const [balanced, accuracy] = [differences('balancedAccuracy'), differences('accuracy')];
        const { interval } = balanced;
        return [
          {
            ...{ method, against: other, budget, pairs: pairs.length },
            difference: balanced.mean,
            interval,
            accuracyDifference: accuracy.mean,
            accuracyInterval: accuracy.interval,
            verdict: interval.low > 0 ? 'above' : interval.high < 0 ? 'below' : 'not different',
          },
        ];
      }),
    ),
  );
};

const crossed = ({ seed, task }: FrontierPoint, value: number): CrossedValue => ({ value, levels: [seed, task] });

const meanOf = (values: readonly CrossedValue[], options: MeanIntervalOptions) => ({
  mean: mean(values.map(({ value }) => value)),
  interval: crossedMeanInterval(values, options),
});

const keyOf = (method: string, budget: number): string => `${budget} ${method}`;

const pairOf = ({ seed, task }: FrontierPoint): string => `${seed} ${task}`;

const groupsOf = (points: readonly FrontierPoint[]): ReadonlyMap<string, readonly FrontierPoint[]> => {
  const groups = new Map<string, FrontierPoint[]>();
  for (const point of points) {
    const key = keyOf(point.method, point.budget);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return groups;
};
