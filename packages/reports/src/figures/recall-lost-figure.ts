import type { EvidenceInput } from '../inputs.js';
import { requireShown } from './require-shown.js';
import type { Figure } from '../drawing/figure.js';
import { heatMapSpec } from './heat-map.js';
import { mean } from './mean.js';

const points = (value: number): string => (100 * value).toFixed(0).replace('-', '−').replace(/^−0$/, '0');

/** A heat map of the recall that each class loses, by the original head, without a task's units; undefined where it was not measured. */
export const recallLostFigure = (input: EvidenceInput): Figure | undefined => {
  requireShown('recallLostFigure', input, ['evidence'], 'an evidence.json');
  const { evidence, classNames } = input;
  const measured = evidence.flatMap(({ task, recallLost }) => (recallLost ? [{ task, recallLost }] : []));
  if (measured.length === 0) return undefined;
  const classes = measured[0]!.recallLost.map((_, label) => classNames?.[label] ?? `class ${label}`);
  const rows = measured.map(({ task }) => task);
  const cells = measured.flatMap(({ task, recallLost }) =>
    recallLost.map((value, label) => ({ row: task, column: classes[label]!, value, text: points(value) })),
  );
  const own = cells.filter(({ row, column }) => row === column);
  const others = cells.filter(({ row, column }) => row !== column);
  const meanOf = (lost: typeof cells) => points(mean(lost.map(({ value }) => value))!);
  const title =
    own.length === measured.length && others.length > 0
      ? `Without its own units a class loses ${meanOf(own)} points of recall on average, other classes ${meanOf(others)}`
      : "The recall that classes lose without a task's units";
  return {
    name: 'recall-lost',
    heading: 'What is lost without the units',
    title,
    description: `A heat map of ${rows.length} tasks by ${classes.length} classes. Each cell is the recall, in percentage points, that the network with its own head loses for a class when the units of the task's subnetwork are set to 0.`,
    spec: (width) =>
      heatMapSpec(
        {
          title,
          cells,
          rows,
          columns: classes,
          rowTitle: 'without the units of task',
          columnTitle: 'class',
          valueTitle: 'recall lost (on the cells: percentage points)',
          format: '.0%',
          most: Math.max(0.05, ...cells.map(({ value }) => Math.abs(value))),
          kind: 'around-zero',
        },
        width,
      ),
    table: {
      columns: ['without the units of task', ...classes],
      rows: measured.map(({ task, recallLost }) => [task, ...recallLost.map((value) => `${points(value)} points`)]),
    },
  };
};
