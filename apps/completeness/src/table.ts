import type { Choice } from './baselines.js';
import type { WithRest } from './rest.js';

/** Below this balanced accuracy the rest no longer does a task. */
export const bound = 0.8;

/** One row for each way of choosing units, as means over the tasks. */
export const choicesTable = (choices: readonly Choice[]): string[] => [
  `${'units by'.padEnd(28)}   units  by layer      own    rest   worst rest  tasks below ${percent(bound)}`,
  ...choices.map(({ name, rows }) => {
    const layers = rows[0]!.unitsByLayer
      .map((_, layer) => mean(rows.map(({ unitsByLayer }) => unitsByLayer[layer]!)).toFixed(0))
      .join(' + ');
    const rest = rows.map((row) => row.rest);
    return [
      name.padEnd(28),
      mean(rows.map(({ units }) => units))
        .toFixed(1)
        .padStart(7),
      layers.padStart(10),
      percent(mean(rows.map(({ own }) => own))).padStart(8),
      percent(mean(rest)).padStart(7),
      percent(Math.max(...rest)).padStart(12),
      `${rest.filter((each) => each < bound).length} of ${rows.length}`.padStart(12),
    ].join(' ');
  }),
];

/** A subnetwork that was chosen for a task, and what its rest does with a read-out that was fitted for many more passes. */
export interface ChosenRow extends WithRest {
  readonly name: string;
  readonly restFittedLonger: number;
}

/** One row a task. */
export const tasksTable = (rows: readonly ChosenRow[]): string[] => [
  'task  units  by layer     own    rest  fitted longer  found by',
  ...rows.map(({ task, units, unitsByLayer, own, rest, restFittedLonger, name }) =>
    [
      task.padEnd(4),
      String(units).padStart(6),
      unitsByLayer.join(' + ').padStart(9),
      percent(own).padStart(7),
      percent(rest).padStart(7),
      percent(restFittedLonger).padStart(14),
      ` ${name}`,
    ].join(' '),
  ),
];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
