import type { FrontierInput } from '../inputs.js';
import { requireShown } from './require-shown.js';
import type { Figure } from '../drawing/figure.js';
import { lineChartSpec } from './line-chart.js';
import { percent, rounded } from './rounded.js';

type Row = FrontierInput['rows'][number];

const measures = [
  {
    name: 'frontier',
    heading: 'Balanced accuracy against size',
    of: 'balanced accuracy',
    value: ({ balancedAccuracy }: Row) => balancedAccuracy,
    interval: (row: Row) => row.balancedAccuracyInterval,
  },
  {
    name: 'frontier-accuracy',
    heading: 'Accuracy against size',
    of: 'accuracy',
    value: ({ accuracy }: Row) => accuracy,
    interval: (row: Row) => row.accuracyInterval,
  },
] as const;

/** Two figures, of balanced accuracy and of accuracy against size: a line for each method, its mean with an interval. */
export const frontierFigures = (input: FrontierInput): Figure[] => {
  requireShown('frontierFigures', input, ['rows'], 'a frontier.json');
  const { rows, measure } = input;
  return measures.map(({ name, heading, of, value, interval }) => {
    const budgets = [...new Set(rows.map(({ budget }) => budget))].sort((a, b) => a - b);
    const methods = [...new Set(rows.map(({ method }) => method))];
    const smallest = rows.filter(({ budget }) => budget === budgets[0]);
    const best = smallest.reduce((first, second) => (value(second) > value(first) ? second : first));
    const title = `At ${budgets[0]} ${measure}, ${best.method} has the highest mean, ${percent(value(best))}`;
    const points = rows.map((row) => ({ series: row.method, x: row.budget, y: value(row), ...interval(row) }));
    return {
      name,
      heading,
      title,
      description: `A line for each of ${methods.length} methods (${methods.join(', ')}): mean ${of} against ${measure} kept, at ${budgets.join(', ')}. Bands are 95 % intervals.`,
      spec: (width) =>
        lineChartSpec(
          {
            title,
            points,
            xTitle: `${measure} kept, at most`,
            yTitle: `${of}, 95\u00a0% intervals`,
            format: '.0%',
            logarithmic: budgets.at(-1)! >= 8 * budgets[0]!,
          },
          width,
        ),
      table: {
        columns: ['method', `${measure} at most`, of, 'low', 'high'],
        rows: rows.map((row) => [
          row.method,
          row.budget,
          ...[value(row), interval(row).low, interval(row).high].map((each) => rounded(each)),
        ]),
      },
    };
  });
};
