import type { Choice } from './baselines.js';
import type { WithComplement } from './complements.js';

/** Below this balanced accuracy, we say that a complement no longer does a task. */
export const bound = 0.8;

/** One row for each way of choosing units, as means over the tasks. */
export const choicesTable = (choices: readonly Choice[]): string[] => [
  `${'units by'.padEnd(28)}   units  by layer      own  complement    worst  tasks below ${percent(bound)}`,
  ...choices.map(({ name, rows }) => {
    const layers = rows[0]!.unitsByLayer
      .map((_, layer) => mean(rows.map(({ unitsByLayer }) => unitsByLayer[layer]!)).toFixed(0))
      .join(' + ');
    const complements = rows.map(({ complement }) => complement);
    return [
      name.padEnd(28),
      mean(rows.map(({ units }) => units))
        .toFixed(1)
        .padStart(7),
      layers.padStart(10),
      percent(mean(rows.map(({ own }) => own))).padStart(8),
      percent(mean(complements)).padStart(11),
      percent(Math.max(...complements)).padStart(8),
      `${complements.filter((each) => each < bound).length} of ${rows.length}`.padStart(12),
    ].join(' ');
  }),
];

/** A subnetwork that was chosen for a task, and its complement with a linear probe that was fitted for many more passes. */
export interface ChosenRow extends WithComplement {
  readonly name: string;
  readonly complementFittedLonger: number;
}

/** One row for each task. */
export const tasksTable = (rows: readonly ChosenRow[]): string[] => [
  'task  units  by layer     own  complement  fitted longer  found by',
  ...rows.map(({ task, units, unitsByLayer, own, complement, complementFittedLonger, name }) =>
    [
      task.padEnd(4),
      String(units).padStart(6),
      unitsByLayer.join(' + ').padStart(9),
      percent(own).padStart(7),
      percent(complement).padStart(11),
      percent(complementFittedLonger).padStart(14),
      ` ${name}`,
    ].join(' '),
  ),
];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
