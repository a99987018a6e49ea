import { drawFigure } from './drawing/draw-figure.js';
import type { FigureSpec } from './drawing/figure.js';
import { figuresOf } from './figures/figures-of.js';
import { type DrawnFigure, page } from './page/page.js';
import type { Report } from './report.js';

/** A figure as files. */
export interface RenderedFigure {
  readonly name: string;
  readonly spec: FigureSpec;
  /** A picture with its own background, light or dark by the reader's preference. */
  readonly svg: string;
}

/** A report as files. */
export interface RenderedReport {
  /** One document that loads nothing. */
  readonly html: string;
  readonly figures: readonly RenderedFigure[];
}

/**
 * Renders a report as one HTML document that works offline, in light and dark and on a phone, and its figures as Vega-Lite and SVG.
 *
 * The document has no script and loads nothing. Names of tasks and classes may hold any characters.
 *
 * @example
 * const { html } = await renderReport(report);
 */
export const renderReport = async (report: Report): Promise<RenderedReport> => {
  const drawn: DrawnFigure[] = [];
  const figures: RenderedFigure[] = [];
  for (const figure of figuresOf(report)) {
    drawn.push({ figure, wide: await drawFigure(figure, 'wide'), narrow: await drawFigure(figure, 'narrow') });
    figures.push({ name: figure.name, spec: figure.spec('wide'), svg: `${await drawFigure(figure, 'wide', { alone: true })}\n` });
  }
  return { html: page(report, drawn), figures };
};
