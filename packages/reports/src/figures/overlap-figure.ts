import type { Figure } from '../drawing/figure.js';
import { listOfKind, objectWith, requireOptions } from '@dum/errors';
import { heatMapSpec } from './heat-map.js';

/** The overlap of two tasks, a row of `overlapTable` of `@dum/masks/overlap`. */
export interface SharedUnits {
  readonly first: string;
  readonly second: string;
  readonly units: Readonly<Record<'first' | 'second' | 'both', number>>;
  readonly iou: number;
  readonly chance: { readonly iou: number };
  /** (iou − chance) / (1 − chance); null where chance is 1. */
  readonly corrected: { readonly iou: number | null };
  readonly adjusted: { readonly holm: { readonly twoSided: number } };
}

const pairsKind = listOfKind(
  'a list of pairs of tasks, as overlapTable gives',
  objectWith('a pair of tasks', ['first', 'second', 'units', 'iou', 'corrected', 'adjusted']),
);

const level = 0.05;

const hundredths = (value: number): string => {
  const text = Math.abs(value).toFixed(2);
  return `${value < 0 && Number(text) !== 0 ? '−' : ''}${text.replace(/^0/, '')}`;
};

/**
 * A heat map of the overlap of tasks beyond chance: the intersection over union of each pair's units, corrected so that 0 is the chance
 * level of masks of the same sizes and 1 is the same units. A star marks pairs that differ from chance (p ≤ .05, two-sided, Holm).
 *
 * The pairs are those of one list with itself: each once, or both ways.
 */
export const overlapFigure = (pairs: readonly SharedUnits[]): Figure => {
  requireOptions('overlapFigure', { pairs }, { pairs: pairsKind });
  const tasks = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const cells = pairs.flatMap(({ first, second, corrected: { iou }, adjusted }) => {
    if (iou === null) return [];
    const cell = { value: iou, text: `${hundredths(iou)}${adjusted.holm.twoSided <= level ? '*' : ''}` };
    return [
      { row: first, column: second, ...cell },
      { row: second, column: first, ...cell },
    ];
  });
  const title = titleOf(pairs);
  const most = Math.max(0.1, ...cells.map(({ value }) => Math.abs(value)));
  return {
    name: 'overlap',
    heading: 'What tasks share',
    title,
    description: `A heat map of ${tasks.length} by ${tasks.length} tasks. Each cell is the overlap of two tasks' units, corrected for chance: 0 is what masks of the same sizes share by chance, 1 the same units. Values go from ${hundredths(Math.min(...cells.map(({ value }) => value)))} to ${hundredths(Math.max(...cells.map(({ value }) => value)))}.`,
    spec: (width) =>
      heatMapSpec(
        {
          title,
          cells,
          rows: tasks,
          columns: tasks,
          rowTitle: 'task',
          columnTitle: 'task',
          valueTitle: 'overlap beyond chance (0: chance, 1: the same units; *: p ≤ 0.05)',
          format: '.2f',
          most,
          kind: 'around-zero',
        },
        width,
      ),
    table: {
      columns: ['first', 'second', 'units of first', 'units of second', 'in both', 'iou', 'iou by chance', 'corrected', 'p (Holm)'],
      rows: pairs.map(({ first, second, units, iou, chance, corrected, adjusted }) => [
        first,
        second,
        units.first,
        units.second,
        units.both,
        ...[iou, chance.iou, corrected.iou, adjusted.holm.twoSided].map((value) => (value === null ? null : Number(value.toPrecision(3)))),
      ]),
    },
  };
};

const titleOf = (pairs: readonly SharedUnits[]): string => {
  const differing = pairs.filter(({ adjusted }) => adjusted.holm.twoSided <= level);
  const [more, fewer] = [
    differing.filter(({ corrected }) => (corrected.iou ?? 0) > 0).length,
    differing.filter(({ corrected }) => (corrected.iou ?? 0) < 0).length,
  ];
  const of = `of ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'} of tasks`;
  if (more === 0 && fewer === 0) return `None ${of} shares more or fewer units than chance gives`;
  if (more > 0 && fewer > 0) return `${more} ${of} share more units than chance gives, ${fewer} fewer`;
  return `${more + fewer} ${of} share ${more > 0 ? 'more' : 'fewer'} units than chance gives`;
};
