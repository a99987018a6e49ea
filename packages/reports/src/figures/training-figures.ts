import type { SearchInput, TrainingInput } from '../inputs.js';
import { requireShown } from './require-shown.js';
import type { Figure } from '../drawing/figure.js';
import { lineChartSpec, type SeriesPoint } from './line-chart.js';
import { percent, rounded } from './rounded.js';
import { mean } from './mean.js';

type Column = keyof SearchInput['tasks'][number]['history'];

const columns: readonly {
  readonly column: Column;
  readonly of: string;
  readonly format: string;
  readonly show: (mean: number) => string;
}[] = [
  { column: 'validationLoss', of: 'validation loss of the hard mask, nats', format: '.2f', show: (loss) => `${loss.toFixed(3)} nats` },
  { column: 'validationAccuracy', of: 'validation accuracy of the hard mask', format: '.1%', show: (share) => percent(share) },
  { column: 'keptUnits', of: 'units kept by the hard mask', format: 'd', show: (units) => `${units.toFixed(1)} units` },
];

/** The search of each task epoch by epoch, one figure for each measure; none for a summary without a history. */
export const searchFigures = (input: SearchInput): Figure[] => {
  requireShown('searchFigures', input, ['tasks'], 'a summary.json');
  const { tasks } = input;
  return columns.flatMap(({ column, of, format, show }) => {
    const points = tasks.flatMap(({ name: series, history }) =>
      history[column].flatMap((y, at): SeriesPoint[] => (y === null ? [] : [{ series, x: at + 1, y }])),
    );
    if (points.length === 0) return [];
    const last = Math.max(...points.map(({ x }) => x));
    const meanAt = (epoch: number) => mean(points.flatMap(({ x, y }) => (x === epoch ? [y] : [])))!;
    return curves({
      name: `search-${column.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      heading: `The search: ${of.split(',')[0]!}`,
      title: `On average over tasks, ${show(meanAt(1))} after the first epoch and ${show(meanAt(last))} after epoch ${last}`,
      of,
      format,
      points,
      what: `each of ${tasks.length} tasks`,
    });
  });
};

/** The loss and the accuracies of a network during its training. */
export const trainingFigures = (input: TrainingInput): Figure[] => {
  requireShown('trainingFigures', input, [], 'the summary.json beside a network');
  const { history = [] } = input;
  const last = history.at(-1);
  if (last === undefined) return [];
  const series = (name: string, value: (record: NonNullable<TrainingInput['history']>[number]) => number) =>
    history.map((record) => ({ series: name, x: record.epoch, y: value(record) }));
  return [
    ...curves({
      name: 'training-loss',
      heading: 'The training of the network: loss',
      title: `The training loss of the network ends at ${last.loss.toFixed(3)} nats`,
      of: 'training loss, nats',
      format: '.2f',
      points: series('training loss', ({ loss }) => loss),
      what: 'the network',
    }),
    ...curves({
      name: 'training-accuracy',
      heading: 'The training of the network: accuracy',
      title: `The network ends at ${percent(last.validationAccuracy)} validation accuracy, ${percent(last.validationBalancedAccuracy)} balanced`,
      of: 'accuracy on validation samples',
      format: '.1%',
      points: [
        ...series('accuracy', ({ validationAccuracy }) => validationAccuracy),
        ...series('balanced accuracy', ({ validationBalancedAccuracy }) => validationBalancedAccuracy),
      ],
      what: 'accuracy and balanced accuracy',
    }),
  ];
};

interface Curves {
  readonly name: string;
  readonly heading: string;
  readonly title: string;
  readonly of: string;
  readonly format: string;
  readonly points: readonly SeriesPoint[];
  readonly what: string;
}

const curves = ({ name, heading, title, of, format, points, what }: Curves): Figure[] => [
  {
    name,
    heading,
    title,
    description: `A line for ${what}: ${of}, after each epoch. ${title}.`,
    spec: (width) => lineChartSpec({ title, points, xTitle: 'epoch', yTitle: of, format }, width),
    table: { columns: ['series', 'epoch', of], rows: points.map(({ series, x, y }) => [series, x, rounded(y)]) },
  },
];
