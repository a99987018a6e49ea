import { type BootstrapOptions, type Interval, meanInterval } from '../evidence/bootstrap.js';
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

/** One row a method and budget, in the order in which the points come. Intervals take points for independent, and say nothing on other networks. */
export const frontierRows = (points: readonly FrontierPoint[], options: BootstrapOptions = {}): FrontierRow[] =>
  [...groupsOf(points).values()].map((group) => {
    const [accuracies, balanced] = [group.map(({ accuracy }) => accuracy), group.map(({ balancedAccuracy }) => balancedAccuracy)];
    return {
      method: group[0]!.method,
      budget: group[0]!.budget,
      points: group.length,
      keptUnits: mean(group.map(({ keptUnits }) => keptUnits)),
      accuracy: mean(accuracies),
      accuracyInterval: meanInterval(accuracies, options),
      balancedAccuracy: mean(balanced),
      balancedAccuracyInterval: meanInterval(balanced, options),
    };
  });

/**
 * Each of some methods beside each of some others, at every budget that both have points of.
 *
 * The bootstrap is of differences in pairs of the same seed and task: what makes a task hard for both cancels. Pairs are taken for independent.
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
        const balanced = pairs.map(([ours, theirs]) => ours.balancedAccuracy - theirs.balancedAccuracy);
        const accuracies = pairs.map(([ours, theirs]) => ours.accuracy - theirs.accuracy);
        const interval = meanInterval(balanced, options);
        return [
          {
            ...{ method, against: other, budget, pairs: pairs.length },
            difference: mean(balanced),
            interval,
            accuracyDifference: mean(accuracies),
            accuracyInterval: meanInterval(accuracies, options),
            verdict: interval.low > 0 ? 'above' : interval.high < 0 ? 'below' : 'not different',
          },
        ];
      }),
    ),
  );
};

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
