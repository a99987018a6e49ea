import type { Figure } from '../drawing/figure.js';
import { listOfKind, objectWith, requireOptions } from '@dum/errors';
import { heatMapSpec } from './heat-map.js';
import { rounded } from './rounded.js';

/** How many units of a layer a task keeps, and how many there are. */
export interface KeptInLayer {
  /** The name of the task. */
  readonly task: string;
  readonly layer: string;
  readonly kept: number;
  readonly total: number;
}

const keptKind = listOfKind(
  'a list of { task, layer, kept, total }',
  objectWith('the kept units of a layer', ['task', 'layer', 'kept', 'total']),
);

/** A heat map of the units that each task keeps in each layer: numbers of units, and as colour their share of the layer. */
export const keptUnitsFigure = (kept: readonly KeptInLayer[]): Figure => {
  requireOptions('keptUnitsFigure', { kept }, { kept: keptKind });
  const [tasks, layers] = [[...new Set(kept.map(({ task }) => task))], [...new Set(kept.map(({ layer }) => layer))]];
  const sums = tasks.map((name) => kept.reduce((sum, { task, kept: units }) => sum + (task === name ? units : 0), 0));
  const all = kept.reduce((sum, { task, total }) => sum + (task === tasks[0] ? total : 0), 0);
  const [least, most] = [Math.min(...sums), Math.max(...sums)];
  const title = `Tasks keep ${least === most ? most : `${least} to ${most}`} of ${all} units`;
  return {
    name: 'kept-units',
    heading: 'Units of each layer',
    title,
    description: `A heat map of ${tasks.length} tasks by ${layers.length} layers. Each cell is the number of units that a task keeps in a layer, coloured by their share of the layer.`,
    spec: (width) =>
      heatMapSpec(
        {
          title,
          cells: kept.map(({ task, layer, kept: units, total }) => ({
            row: task,
            column: layer,
            value: units / total,
            text: String(units),
          })),
          rows: tasks,
          columns: layers,
          rowTitle: 'task',
          columnTitle: 'layer',
          valueTitle: 'share of the units of the layer (on the cells: units)',
          format: '.0%',
          most: Math.max(0.01, ...kept.map(({ kept: units, total }) => units / total)),
          kind: 'from-zero',
        },
        width,
      ),
    table: {
      columns: ['task', 'layer', 'units kept', 'units', 'share'],
      rows: kept.map(({ task, layer, kept: units, total }) => [task, layer, units, total, rounded(units / total)]),
    },
  };
};
