import { type BootstrapOptions, crossedMeanInterval, type CrossedValue, type Interval } from '../metrics/bootstrap.js';
import type { FrontierPoint } from './frontier-method.js';
import { mean } from '../metrics/mean.js';

/** A method at a budget: means over seeds and tasks with 95 % bootstrap intervals. */
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
  /** The mean difference of balanced accuracies, above 0 where the method is better, and its 95 % bootstrap interval. */
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
 * Intervals are those of `crossedMeanInterval` over seeds and tasks: how far the mean may be off for other seeds and tasks, or, with one
 * seed, for other tasks only. They cover other networks only if each seed has its own network. Missing points, such as those of searches
 * that diverged, are left out.
 */
export const frontierRows = (points: readonly FrontierPoint[], options: BootstrapOptions = {}): FrontierRow[] =>
  [...groupsOf(points).values()].map((group) => {
    const summary = (figure: 'accuracy' | 'balancedAccuracy') =>
      meanOf(
        group.map((point) => crossed(point, point[figure])),
        options,
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
 * The bootstrap is over differences in pairs of the same seed and task, so what makes a task hard for both cancels. Seeds and tasks are
 * drawn as in `frontierRows`, so that pairs of one task do not count as independent.
 */
export const frontierComparisons = (
  points: readonly FrontierPoint[],
  methods: readonly string[],
  against: readonly string[],
  options: BootstrapOptions = {},
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
            options,
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

const meanOf = (values: readonly CrossedValue[], options: BootstrapOptions) => ({
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
