import type { TopLevelSpec } from 'vega-lite';

/** A Vega-Lite specification, plain JSON. */
export type FigureSpec = TopLevelSpec;

/** For whom a figure is drawn: `wide` for a page, `narrow` for a phone. */
export type FigureWidth = 'wide' | 'narrow';

/** The pixels that a figure is wide, its axes and legend included. */
export const pixelsOf: Readonly<Record<FigureWidth, number>> = { wide: 680, narrow: 340 };

/** What a figure shows, as numbers and texts in rows. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One figure: what it is called, what is to be seen in it, how it is drawn, and its data. */
export interface Figure {
  /** A name for files, such as `overlap`. */
  readonly name: string;
  /** What the figure is about, in a few words. */
  readonly heading: string;
  /** What is to be seen in it, in a sentence. */
  readonly title: string;
  /** What it looks like, for those who don't see it. */
  readonly description: string;
  /** Its specification for a page or a phone. */
  readonly spec: (width: FigureWidth) => FigureSpec;
  /** Its data, a row for each mark or series. */
  readonly table: DataTable;
}
