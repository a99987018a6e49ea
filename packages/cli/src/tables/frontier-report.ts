import type { FrontierComparison } from '@dum/experiments';
import type { FrontierFile } from '@dum/runs';
import { formatTable } from '../text/format-table.js';
import { wrap } from '../text/wrap.js';

const share = (value: number): string => (100 * value).toFixed(1);

const measureNames = { units: 'units', parameters: 'parameters', multiplyAdds: 'multiply-adds' };

/** One row for each method and budget, the budgets ascending; then, for each learned method and baseline, where it is better. */
export const frontierReport = ({ rows, comparisons, measure, diverged }: FrontierFile): string => {
  const sorted = rows.toSorted((a, b) => a.budget - b.budget);
  const table = formatTable(
    [
      { title: measureNames[measure] },
      { title: 'method' },
      { title: 'points' },
      ...['mean', '95 %'].flatMap((title) => [{ title, group: 'accuracy' }]),
      ...['mean', '95 %'].flatMap((title) => [{ title, group: 'balanced' }]),
    ],
    sorted.map((row) => [
      String(row.budget),
      row.method,
      String(row.points),
      share(row.accuracy),
      `${share(row.accuracyInterval.low)}–${share(row.accuracyInterval.high)}`,
      share(row.balancedAccuracy),
      `${share(row.balancedAccuracyInterval.low)}–${share(row.balancedAccuracyInterval.high)}`,
    ]),
  );
  const legend =
    'In per cent. Intervals of 95 % add the variances over seeds and over tasks, so that seeds of one task do not count as independent. Differences are in pairs of the same seed and task.';
  const unfinished = diverged.length === 0 ? [] : ['', `${diverged.length} searches diverged and have no point.`];
  return [table, '', wrap(legend, 80), ...sentences(comparisons, measure).flatMap((text) => ['', text]), ...unfinished].join('\n');
};

const places = { above: 'significantly above', below: 'significantly below', 'not different': 'not different from' } as const;

/**
 * For each pair of methods, the budgets at which the first is above, below or not different, with the differences of balanced accuracy in
 * points.
 */
const sentences = (comparisons: readonly FrontierComparison[], measure: FrontierFile['measure']): string[] => {
  const pairs = new Map<string, FrontierComparison[]>();
  for (const each of comparisons.toSorted((a, b) => a.budget - b.budget)) {
    const key = JSON.stringify([each.method, each.against]);
    pairs.set(key, [...(pairs.get(key) ?? []), each]);
  }
  return [...pairs.values()].map((ofPair) => {
    const parts = (Object.keys(places) as (keyof typeof places)[]).flatMap((verdict) => {
      const at = ofPair.filter((each) => each.verdict === verdict);
      if (at.length === 0) return [];
      const figures = at.map(
        ({ budget, difference, interval }) => `${budget} (${points(difference)}, ${points(interval.low)} to ${points(interval.high)})`,
      );
      return [`${places[verdict]} ${at[0]!.against} at ${figures.join(', ')} ${measureNames[measure]}`];
    });
    return wrap(`${ofPair[0]!.method} is ${parts.join('; ')}.`, 80);
  });
};

const points = (difference: number): string => `${difference > 0 ? '+' : ''}${(100 * difference).toFixed(2)}`;
