import type { TopLevelSpec } from 'vega-lite';

/** A Vega-Lite specification, plain JSON. */
export type FigureSpec = TopLevelSpec;

/** The width of a figure: `wide` for a page, `narrow` for a phone. */
export type FigureWidth = 'wide' | 'narrow';

/** The width of a figure in pixels, its axes and legend included. */
export const pixelsOf: Readonly<Record<FigureWidth, number>> = { wide: 680, narrow: 340 };

/** The data of a figure, as rows of numbers and texts. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A figure: its name and texts, its specification, and its data. */
export interface Figure {
  /** A name for files, such as `overlap`. */
  readonly name: string;
  /** What the figure is about, in a few words. */
  readonly heading: string;
  /** What it shows, in a sentence. */
  readonly title: string;
  /** What it looks like, for readers who cannot see it. */
  readonly description: string;
  /** Its specification for a page or a phone. */
  readonly spec: (width: FigureWidth) => FigureSpec;
  /** Its data, a row for each mark or series. */
  readonly table: DataTable;
}
