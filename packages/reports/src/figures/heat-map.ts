import { cellText, theme } from '../drawing/theme.js';
import { titleLines, wrapLines } from '../drawing/wrap-lines.js';
import { type FigureSpec, type FigureWidth, pixelsOf } from '../drawing/figure.js';

/** One cell: its row and column, its value, and its text. */
interface Cell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
  readonly text: string;
}

/** The contents of a heat map. */
export interface HeatMap {
  readonly title: string;
  readonly cells: readonly Cell[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly valueTitle: string;
  /** The format of values beside the colours, in the notation of d3-format. */
  readonly format: string;
  /** The value at the end of the colour scale, which begins at 0 or is symmetric around 0. */
  readonly most: number;
  readonly kind: 'from-zero' | 'around-zero';
}

const pixelsOfCharacter = 6.5;

/** A heat map, with the values on the cells where there is room for them. */
export const heatMapSpec = (map: HeatMap, width: FigureWidth): FigureSpec => {
  const { title, cells, rows, columns, rowTitle, columnTitle, valueTitle, format, most, kind } = map;
  const longest = (names: readonly string[]) => pixelsOfCharacter * Math.max(...names.map((name) => name.length));
  const room = (pixelsOf[width] - Math.min(longest(rows), 110) - 40) / columns.length;
  const written = longest(cells.map(({ text }) => text)) <= room + 2;
  const around = kind === 'around-zero';
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: titleLines(title, width) },
    width: pixelsOf[width],
    autosize: { type: 'fit-x', contains: 'padding' },
    height: 26 * rows.length,
    data: { values: cells.map((cell) => ({ ...cell })) },
    encoding: {
      x: {
        field: 'column',
        type: 'nominal',
        scale: { domain: [...columns], paddingInner: 0.04, paddingOuter: 0 },
        axis: { title: columnTitle, labelAngle: longest(columns) > room ? -45 : 0, labelLimit: 90, domain: false, ticks: false },
      },
      y: {
        field: 'row',
        type: 'nominal',
        scale: { domain: [...rows], paddingInner: 0.06, paddingOuter: 0 },
        axis: { title: rowTitle, domain: false, ticks: false },
      },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 2 },
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { domain: [around ? -most : 0, most], clamp: true, scheme: around ? 'blueorange' : 'blues' },
            legend: {
              title: wrapLines(valueTitle, width === 'wide' ? 66 : 33),
              format,
              gradientLength: width === 'wide' ? 240 : 200,
              tickCount: 3,
            },
          },
        },
      },
      ...(written
        ? [
            {
              mark: { type: 'text' as const, fontSize: width === 'wide' ? 12 : 11 },
              encoding: {
                text: { field: 'text', type: 'nominal' as const },
                color: {
                  condition: { test: `abs(datum.value) > ${(around ? 0.75 : 0.58) * most}`, value: cellText.onDark },
                  value: cellText.onLight,
                },
              },
            },
          ]
        : []),
    ],
    config: theme,
  };
};
