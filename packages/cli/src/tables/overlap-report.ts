import type { ComparedPair } from '@dum/masks/overlap';
import { probability, ratio } from '../text/figures.js';
import { formatTable } from '../text/format-table.js';
import { wrap } from '../text/wrap.js';

/** The units that a comparison counted: live ones of all in the compared layers. */
export interface CountedUnits {
  readonly live: number;
  readonly total: number;
}

/** One row for each pair, a legend, and a line on empty masks if there are any. */
export const overlapReport = (pairs: readonly ComparedPair[], { live, total }: CountedUnits): string => {
  const columns = [
    { title: 'first' },
    { title: 'second' },
    ...['first', 'second', 'both', 'chance'].map((title) => ({ title, group: 'units' })),
    ...['iou', 'chance', 'corrected'].map((title) => ({ title, group: 'intersection / union' })),
    { title: 'p (Holm)' },
    ...['of first', 'of second'].map((title) => ({ title, group: 'coverage' })),
  ];
  const rows = pairs.map(({ first, second, units, iou, chance, corrected, adjusted, coverage }) => [
    first,
    second,
    ...[units.first, units.second, units.both].map(String),
    chance.both.toFixed(1),
    ...[iou, chance.iou, corrected.iou].map(ratio),
    probability(adjusted.holm.twoSided),
    ...[coverage.first, coverage.second].map(ratio),
  ]);
  const isEmpty = pairs.some(({ units }) => units.first === 0 || units.second === 0);
  return [
    formatTable(columns, rows),
    '',
    wrap(
      `Chance: the mean over masks that keep as many units in each layer, drawn among ${live === total ? `all ${total} units` : `the ${live} of ${total} units that are not constant`}; corrected = (iou − chance) / (1 − chance). p: how likely such masks are as far from chance, in either direction; exact, corrected for ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'}.`,
    ),
    ...(isEmpty ? ['', 'A mask without units lies within every other: a 1.000 beside 0 units means nothing.'] : []),
  ].join('\n');
};
