import type { EvidenceInput } from '../inputs.js';
import { requireShown } from './require-shown.js';
import { type Dot, dotPlotSpec, dotTable } from './dot-plot.js';
import type { Figure } from '../drawing/figure.js';

/** The range of the middle 95 % of ascending figures. */
const middle = (drawn: readonly number[]): { readonly low: number; readonly high: number } => ({
  low: drawn[Math.floor(0.025 * drawn.length)]!,
  high: drawn[Math.min(drawn.length - 1, Math.floor(0.975 * drawn.length))]!,
});

/** A row for each task: the balanced accuracies of its subnetwork and of each control, with 95 % intervals. */
export const evidenceFigure = (input: EvidenceInput): Figure => {
  requireShown('evidenceFigure', input, ['evidence'], 'an evidence.json');
  const { evidence } = input;
  const dots = evidence.flatMap(({ task: row, found, allUnits, random, complement }): Dot[] => {
    const ascending = random.drawn.toSorted((a, b) => a - b);
    const of = (series: string, { metrics, interval }: typeof found): Dot => ({
      row,
      series,
      value: metrics.balancedAccuracy,
      ...interval,
    });
    return [
      of('subnetwork', found),
      { row, series: 'random masks', value: random.mean, ...(ascending.length === 0 ? {} : middle(ascending)) },
      of('complement', complement),
      of('all units', allUnits),
    ];
  });
  const better = evidence.filter(({ verdict }) => verdict.betterThanChance).length;
  const necessary = evidence.filter(({ verdict }) => verdict.necessary).length;
  const title = `${better} of ${evidence.length} subnetworks do better than random masks of their sizes; the complement of ${necessary} does worse`;
  return {
    name: 'evidence',
    heading: 'Subnetworks beside their controls',
    title,
    description: `A row for each of ${evidence.length} tasks with dots for the balanced accuracy of the subnetwork, of random masks with as many units in each layer, of the complement and of all units, each with its own read-out. Lines are 95 % intervals: over samples, and for random masks over draws.`,
    spec: (width) => dotPlotSpec({ title, dots, rowTitle: 'task', valueTitle: 'balanced accuracy, 95\u00a0% intervals' }, width),
    table: dotTable(dots),
  };
};
