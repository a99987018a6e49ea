import { legendColumns } from '../drawing/legend-columns.js';
import { seriesColours, seriesShapes, theme } from '../drawing/theme.js';
import { titleLines, wrapLines } from '../drawing/wrap-lines.js';
import { type FigureSpec, type FigureWidth, pixelsOf } from '../drawing/figure.js';

/** One point of a series, and the interval around its value where there is one. */
export interface SeriesPoint {
  readonly series: string;
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** The contents of a line chart. */
export interface LineChart {
  readonly title: string;
  readonly points: readonly SeriesPoint[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** The format of values along the y axis, in the notation of d3-format. */
  readonly format: string;
  /** Whether the x axis is logarithmic. */
  readonly logarithmic?: boolean;
}

/** A line chart: a colour, a shape and a band for each series; more series than colours are thin and grey, their mean bold. */
export const lineChartSpec = (chart: LineChart, width: FigureWidth): FigureSpec => {
  const { title, points, xTitle, yTitle, format, logarithmic = false } = chart;
  const names = [...new Set(points.map(({ series }) => series))];
  const isColoured = names.length <= seriesColours.length;
  const hasIntervals = points.some(({ low }) => low !== undefined);
  const ticks = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const wholeTicks = ticks.length <= (width === 'wide' ? 12 : 7) ? { values: ticks } : { tickMinStep: 1 };
  const bySeries = { field: 'series', type: 'nominal' as const };
  const isAlone = names.length === 1;
  const colour = {
    color: {
      ...bySeries,
      scale: { domain: names, range: seriesColours.slice(0, names.length) },
      legend: isAlone ? null : { title: null, columns: legendColumns(names, width) },
    },
  };
  const shape = {
    shape: { ...bySeries, scale: { domain: names, range: seriesShapes.slice(0, names.length) }, legend: isAlone ? null : {} },
  };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    axis: { title: wrapLines(yTitle, width === 'wide' ? 25 : 20), format, tickCount: 5 },
    scale: { zero: false },
  };
  const band = { y: { ...y, field: 'low' }, y2: { field: 'high' }, ...(isColoured ? colour : {}) };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: titleLines(title, width) },
    width: pixelsOf[width] - 100,
    height: width === 'wide' ? 240 : 200,
    data: { values: points.map((point) => ({ ...point })) },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: logarithmic ? { type: 'log', nice: false, padding: 12 } : { zero: false, nice: false, padding: 12 },
        axis: { title: xTitle, grid: false, format: 'd', ...wholeTicks },
      },
    },
    layer: [
      ...(hasIntervals
        ? [
            { mark: { type: 'area' as const, opacity: 0.15 }, encoding: band },
            { mark: { type: 'rule' as const, opacity: 0.7 }, encoding: band },
          ]
        : []),
      isColoured
        ? { mark: { type: 'line' as const, strokeWidth: 2 }, encoding: { y, ...colour } }
        : {
            mark: { type: 'line' as const, strokeWidth: 1, opacity: 0.45, color: 'currentColor' },
            encoding: { y, detail: { field: 'series', type: 'nominal' as const } },
          },
      ...(isColoured
        ? [{ mark: { type: 'point' as const, filled: true, size: 45, opacity: 1 }, encoding: { y, ...colour, ...shape } }]
        : [
            {
              mark: { type: 'line' as const, strokeWidth: 3, color: seriesColours[0]! },
              encoding: { y: { ...y, aggregate: 'mean' as const } },
            },
          ]),
    ],
    config: theme,
  };
};
