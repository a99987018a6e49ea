import { legendColumns } from '../drawing/legend-columns.js';
import { seriesColours, seriesShapes, theme } from '../drawing/theme.js';
import { titleLines, wrapLines } from '../drawing/wrap-lines.js';
import { type DataTable, type FigureSpec, type FigureWidth, pixelsOf } from '../drawing/figure.js';
import { rounded } from './rounded.js';

/** A value of one row, and the interval around it where there is one. */
export interface Dot {
  readonly row: string;
  readonly series: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** A dot plot: a row for each name, a dot for each value, and a line for each interval. */
export const dotPlotSpec = (
  {
    title,
    dots,
    rowTitle,
    valueTitle,
  }: { readonly title: string; readonly dots: readonly Dot[]; readonly rowTitle: string; readonly valueTitle: string },
  width: FigureWidth,
): FigureSpec => {
  const [rows, names] = [[...new Set(dots.map(({ row }) => row))], [...new Set(dots.map(({ series }) => series))]];
  const color = {
    field: 'series',
    type: 'nominal' as const,
    scale: { domain: names, range: seriesColours.slice(0, names.length) },
    legend: { title: null, columns: legendColumns(names, width) },
  };
  const shape = { field: 'series', type: 'nominal' as const, scale: { domain: names, range: seriesShapes.slice(0, names.length) } };
  const x = {
    type: 'quantitative' as const,
    scale: { zero: false, padding: 8 },
    axis: { title: wrapLines(valueTitle, width === 'wide' ? 50 : 22), format: '.0%', tickCount: 5 },
  };
  const intervals = dots.filter(({ low }) => low !== undefined);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: titleLines(title, width) },
    width: pixelsOf[width] - 60 - Math.min(110, 9.6 * Math.max(...rows.map((row) => row.length))),
    height: 26 * rows.length,
    data: { values: dots.map((dot) => ({ ...dot })) },
    encoding: { y: { field: 'row', type: 'nominal', scale: { domain: rows }, axis: { title: rowTitle, grid: true, ticks: false } } },
    layer: [
      ...(intervals.length > 0
        ? [
            {
              data: { values: intervals.map((dot) => ({ ...dot })) },
              mark: { type: 'rule' as const, strokeWidth: 2, opacity: 0.6 },
              encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, color },
            },
          ]
        : []),
      { mark: { type: 'point', filled: true, size: 65, opacity: 1 }, encoding: { x: { field: 'value', ...x }, color, shape } },
    ],
    config: theme,
  };
};

/** Balanced accuracies as a table, with the ends of their intervals if any has one. */
export const dotTable = (dots: readonly Dot[]): DataTable => {
  const hasIntervals = dots.some(({ low }) => low !== undefined);
  const ends = ({ low, high }: Dot) => [low, high].map((end) => (end === undefined ? null : rounded(end)));
  return {
    columns: ['task', 'what', 'balanced accuracy', ...(hasIntervals ? ['low', 'high'] : [])],
    rows: dots.map((dot) => [dot.row, dot.series, rounded(dot.value), ...(hasIntervals ? ends(dot) : [])]),
  };
};
