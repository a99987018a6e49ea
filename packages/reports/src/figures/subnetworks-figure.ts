import type { EvidenceInput, SearchInput } from '../inputs.js';
import { requireShown } from './require-shown.js';
import { intervalsOf } from './intervals-of.js';
import { type Dot, dotPlotSpec, dotTable } from './dot-plot.js';
import type { Figure } from '../drawing/figure.js';
import { percent } from './rounded.js';
import { mean } from './mean.js';

const names = { subnetwork: 'subnetwork', random: 'random masks', whole: 'whole network' } as const;

/**
 * A row for each task: the balanced accuracies of its subnetwork, of random masks and of the whole network. Undefined where none was
 * measured.
 *
 * Subnetworks have 95 % intervals where the evidence is of the same figures.
 */
export const subnetworksFigure = (summary: SearchInput, evidence?: EvidenceInput): Figure | undefined => {
  requireShown('subnetworksFigure', summary, ['tasks'], 'a summary.json');
  const { tasks } = summary;
  const intervals = intervalsOf(summary, evidence);
  const dots = tasks.flatMap(({ name: row, balancedAccuracy, randomControl, wholeNetwork }): Dot[] => [
    ...(balancedAccuracy === undefined ? [] : [{ row, series: names.subnetwork, value: balancedAccuracy, ...intervals.get(row) }]),
    ...(randomControl === undefined ? [] : [{ row, series: names.random, value: randomControl.balancedAccuracy }]),
    ...(wholeNetwork === undefined ? [] : [{ row, series: names.whole, value: wholeNetwork.balancedAccuracy }]),
  ]);
  if (dots.length === 0) return undefined;
  const meanOf = (name: string) => mean(dots.flatMap(({ series, value }) => (series === name ? [value] : [])));
  const [found, random, whole] = [meanOf(names.subnetwork)!, meanOf(names.random), meanOf(names.whole)];
  const beside = [
    ...(random === undefined ? [] : [`random masks of their sizes ${percent(random)}`]),
    ...(whole === undefined ? [] : [`the whole network ${percent(whole)}`]),
  ];
  const title = `Subnetworks reach ${percent(found)} on average${beside.length === 0 ? '' : `, ${beside.join(', ')}`}`;
  return {
    name: 'subnetworks',
    heading: 'How well subnetworks do',
    title,
    description: `A row for each of ${tasks.length} tasks with dots for the balanced accuracy of ${[...new Set(dots.map(({ series }) => series))].join(', ')}.${intervals.size === 0 ? '' : ' Lines are 95 % intervals of subnetworks over samples.'}`,
    spec: (width) =>
      dotPlotSpec(
        { title, dots, rowTitle: 'task', valueTitle: `balanced accuracy${intervals.size === 0 ? '' : ', 95 % intervals'}` },
        width,
      ),
    table: dotTable(dots),
  };
};
