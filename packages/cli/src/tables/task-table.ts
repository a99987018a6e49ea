import { keptUnits, totalUnits } from '@dum/masks/mask-set';
import { checkNotes } from './check-notes.js';
import { oddStatuses } from './odd-statuses.js';
import { mean, percent } from '../text/figures.js';
import { type Column, formatTable } from '../text/format-table.js';
import type { MeasuredSubnetwork, TaskResult } from '../steps/measure-tasks.js';
import { meanOfDraws } from '../files/task-summaries.js';

/** A figure of a measured subnetwork: its column, its value, and its format. */
interface Figure extends Column {
  readonly value: (measured: MeasuredSubnetwork) => number | undefined;
  readonly show: (value: number) => string;
}

const units = (digits: number) => (value: number) => value.toFixed(digits);

const figuresOf = (measured: readonly MeasuredSubnetwork[], digits: number): Figure[] => {
  const layers = measured[0]?.subnetwork.masks.layers ?? [];
  const total = measured[0] === undefined ? 0 : totalUnits(measured[0].subnetwork.masks);
  const draws = measured[0]?.controls.length ?? 0;
  const pair = (
    group: string,
    figures: (measured: MeasuredSubnetwork) => { accuracy: number; balancedAccuracy: number } | undefined,
  ): Figure[] => [
    { group, title: 'accuracy', value: (each) => figures(each)?.accuracy, show: percent },
    { group, title: 'balanced', value: (each) => figures(each)?.balancedAccuracy, show: percent },
  ];
  return [
    ...pair('subnetwork', ({ metrics }) => metrics),
    { group: `units of ${total}`, title: 'all', value: ({ subnetwork }) => keptUnits(subnetwork.masks), show: units(digits) },
    ...layers.map(
      ({ layer }): Figure => ({
        group: `units of ${total}`,
        title: layer,
        value: ({ subnetwork }) => keptUnits(subnetwork.masks, layer),
        show: units(digits),
      }),
    ),
    ...(draws === 0 ? [] : pair(`random, ${draws} ${draws === 1 ? 'draw' : 'draws'}`, ({ controls }) => meanOfDraws(controls))),
    ...(measured.every(({ wholeNetwork }) => wholeNetwork === undefined) ? [] : pair('whole network', ({ wholeNetwork }) => wholeNetwork)),
  ];
};

/**
 * One row for each task: accuracies, kept units by layer, and the accuracies of random masks and of the whole network; means last. Odd
 * statuses follow, and masks that are worse than some that take no search.
 */
export const taskTable = (results: readonly TaskResult[]): string => {
  const measured = results.flatMap(({ measured: each }) => (each === undefined ? [] : [each]));
  const checks = measured.map(({ subnetwork: { task: name, check } }) => ({ name, check }));
  if (measured.length === 0) return oddStatuses(results).trimStart();
  const [figures, means] = [figuresOf(measured, 0), figuresOf(measured, 1)];
  const shown = (value: number | undefined, show: (value: number) => string) => (value === undefined ? '–' : show(value));
  const rows = results.map(({ name, measured: each }) => [
    name,
    ...figures.map(({ value, show }) => (each === undefined ? '–' : shown(value(each), show))),
  ]);
  const lastRow = [
    'mean',
    ...means.map(({ value, show }) => {
      const values = measured.map(value);
      return values.includes(undefined) ? '–' : shown(mean(values as number[]), show);
    }),
  ];
  return `${formatTable([{ title: 'task' }, ...figures], rows, results.length > 1 ? lastRow : undefined)}\n${oddStatuses(results)}${checkNotes(checks)}`.trimEnd();
};
