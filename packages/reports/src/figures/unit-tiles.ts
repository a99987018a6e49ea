import { legendColumns } from '../drawing/legend-columns.js';
import { theme } from '../drawing/theme.js';
import { titleLines } from '../drawing/wrap-lines.js';
import { type FigureSpec, type FigureWidth, pixelsOf } from '../drawing/figure.js';

/** A unit: a picture, if there is one, and bars for values. */
interface UnitTile {
  readonly label: string;
  readonly picture: string | undefined;
  readonly bars: readonly { readonly name: string; readonly series: string; readonly value: number }[];
}

/** The contents of a figure of tiles. */
export interface UnitTiles {
  readonly title: string;
  readonly subtitle: string;
  readonly groups: readonly { readonly heading: string; readonly tiles: readonly UnitTile[] }[];
  /** The colour of each series of bars. */
  readonly colours: Readonly<Record<string, string>>;
  readonly hasPictures: boolean;
}

const columns: Readonly<Record<FigureWidth, number>> = { wide: 12, narrow: 6 };
const [side, gap, headingHeight, labelHeight] = [48, 4, 24, 16];

/** Tiles in rows under the headings of their groups; the bars of each tile have their own scale, from 0. */
export const unitTilesSpec = ({ title, subtitle, groups, colours, hasPictures }: UnitTiles, width: FigureWidth): FigureSpec => {
  const pitch = Math.floor((pixelsOf[width] - 8) / columns[width]);
  const barHeight = hasPictures ? 24 : 40;
  const tileHeight = (hasPictures ? side + gap : 0) + barHeight + labelHeight + 2 * gap;
  let height = 0;
  const headings: { x: number; y: number; text: string }[] = [];
  const pictures: { x: number; y: number; unit: string; picture: string }[] = [];
  const frames: { x: number; y: number; x2: number; y2: number; unit: string }[] = [];
  const bars: { x: number; y: number; x2: number; y2: number; unit: string; class: string; value: number; series: string }[] = [];
  const zeros: { x: number; y: number; x2: number; unit: string }[] = [];
  const labels: { x: number; y: number; text: string }[] = [];
  for (const { heading, tiles } of groups) {
    headings.push({ x: 0, y: height, text: heading });
    height += headingHeight;
    for (const [at, { label: unit, picture, bars: values }] of tiles.entries()) {
      const [x, y] = [(at % columns[width]) * pitch, height + Math.floor(at / columns[width]) * tileHeight];
      if (picture !== undefined) pictures.push({ x, y, unit, picture });
      else if (hasPictures) frames.push({ x, y, x2: x + side, y2: y + side, unit });
      const bottom = y + (hasPictures ? side + gap : 0) + barHeight;
      const [least, greatest] = [Math.min(0, ...values.map(({ value }) => value)), Math.max(0, ...values.map(({ value }) => value))];
      const up = (value: number) => bottom - (barHeight * (value - least)) / (greatest - least || 1);
      const wide = side / values.length;
      for (const [place, { name, series, value }] of values.entries())
        bars.push({ x: x + place * wide, x2: x + (place + 0.85) * wide, y: up(value), y2: up(0), unit, class: name, value, series });
      zeros.push({ x, y: up(0), x2: x + side, unit });
      labels.push({ x: x + side / 2, y: bottom + 3, text: unit });
    }
    height += Math.ceil(tiles.length / columns[width]) * tileHeight + 2 * gap;
  }
  const at = (field: 'x' | 'y') => ({ field, type: 'quantitative' as const, scale: null, axis: null });
  const [place, span] = [
    { x: at('x'), y: at('y') },
    { x2: { field: 'x2' }, y2: { field: 'y2' } },
  ];
  const text = { field: 'text', type: 'nominal' as const };
  const names = Object.keys(colours);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: titleLines(title, width),
      subtitle: titleLines(subtitle, width, 12),
      subtitleColor: 'currentColor',
      subtitleFontSize: 12,
      subtitleLineHeight: 16,
      subtitlePadding: 6,
    },
    width: columns[width] * pitch,
    height,
    layer: [
      {
        data: { values: headings },
        mark: { type: 'text', align: 'left', baseline: 'top', fontSize: 12, fontWeight: 600, limit: columns[width] * pitch },
        encoding: { ...place, text },
      },
      ...(frames.length === 0
        ? []
        : [
            {
              data: { values: frames },
              mark: { type: 'rect' as const, fill: null, stroke: 'currentColor', strokeOpacity: 0.4, strokeDash: [3, 3] },
              encoding: { ...place, ...span },
            },
          ]),
      ...(pictures.length === 0
        ? []
        : [
            {
              data: { values: pictures },
              mark: { type: 'image' as const, width: side, height: side, align: 'left' as const, baseline: 'top' as const, aspect: false },
              encoding: { ...place, url: { field: 'picture', type: 'nominal' as const } },
            },
          ]),
      {
        data: { values: bars },
        mark: { type: 'rect', opacity: 1 },
        encoding: {
          ...place,
          ...span,
          color: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: names.map((name) => colours[name]!) },
            legend: names.length === 1 ? null : { title: null, columns: legendColumns(names, width) },
          },
        },
      },
      { data: { values: zeros }, mark: { type: 'rule', opacity: 0.5 }, encoding: { ...place, x2: span.x2 } },
      { data: { values: labels }, mark: { type: 'text', baseline: 'top', fontSize: 11 }, encoding: { ...place, text } },
    ],
    config: theme,
  };
};
