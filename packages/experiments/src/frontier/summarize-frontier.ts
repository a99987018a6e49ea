import { type BootstrapOptions, crossedMeanInterval, type CrossedValue, type Interval } from '../metrics/bootstrap.js';
import type { FrontierPoint } from './frontier-method.js';

/** A method at a budget: means over seeds and tasks, and 95 % bootstrap intervals of them. */
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

/** A method beside another at a budget, in pairs of the same seed and task. */
export interface FrontierComparison {
  readonly method: string;
  readonly against: string;
  readonly budget: number;
  readonly pairs: number;
  /** The mean difference of balanced accuracies, above 0 where the method is better, and its 95 % bootstrap interval. */
  readonly difference: number;
  readonly interval: Interval;
  /** The same of accuracies. */
  readonly accuracyDifference: number;
  readonly accuracyInterval: Interval;
  /** Where the interval of the balanced accuracy lies: above 0, below it, or around it. */
  readonly verdict: 'above' | 'below' | 'not different';
}

/**
 * One row a method and budget, in the order in which the points come.
 *
 * Intervals are of `crossedMeanInterval` over seeds and tasks: they say how far the mean may be off for other seeds and other tasks, and with
 * one seed for other tasks alone. They say something on other networks where each seed has a network of its own. Points that are missing,
 * such as those of searches that diverged, are left out.
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
 * Each of some methods beside each of some others, at every budget that both have points of.
 *
 * The bootstrap is of differences in pairs of the same seed and task: what makes a task hard for both cancels. Seeds
 * and tasks are drawn as in `frontierRows`, so that pairs of one task are not taken for independent.
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

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
