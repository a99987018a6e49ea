import { createHash } from 'node:crypto';
import { Fragment, h } from 'preact';
import { render } from 'preact-render-to-string';
import type { Figure } from '../drawing/figure.js';
import type { Report } from '../report.js';
import { comparisonsSection } from './comparisons-section.js';
import { dataTable } from './data-table.js';
import { evidenceSection, howToReproduce, summaryTable, whatWasRun } from './sections.js';
import { style } from './style.js';

/** A figure and its drawings for a page and for a phone. */
export interface DrawnFigure {
  readonly figure: Figure;
  readonly wide: string;
  readonly narrow: string;
}

const styleHash = createHash('sha256').update(style).digest('base64');

/** Allows no loading, running or sending: one style, identified by its hash, and images within the page. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** The report as one HTML document. */
export const page = (report: Report, drawn: readonly DrawnFigure[]): string => {
  const head = h(
    'head',
    null,
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('title', null, report.title),
    h('style', { dangerouslySetInnerHTML: { __html: style } }),
  );
  const { summary, evidence, frontier } = report;
  const found = summary.tasks.filter(({ status }) => status !== 'diverged').length;
  const main = h(
    'main',
    null,
    h('h1', null, report.title),
    h(
      'p',
      null,
      `${found} of ${summary.tasks.length} ${summary.tasks.length === 1 ? 'task' : 'tasks'} ended with a subnetwork: the units of a frozen network that the task needs, and a read-out.`,
    ),
    whatWasRun(report),
    summaryTable(report),
    evidence === undefined ? null : evidenceSection(evidence),
    frontier === undefined ? null : comparisonsSection(frontier),
    h('section', null, h('h2', null, 'Figures'), ...drawn.map(figureSection)),
    howToReproduce(report),
  );
  return `<!doctype html>\n${render(h('html', { lang: 'en' }, head, h('body', null, main)))}\n`;
};

const figureSection = ({ figure, wide, narrow }: DrawnFigure) =>
  h(
    Fragment,
    null,
    h('h3', null, figure.heading),
    h('figure', null, h('div', { dangerouslySetInnerHTML: { __html: `${wide}${narrow}` } })),
    h('details', null, h('summary', null, `Data: ${figure.heading}`), dataTable(figure.title, figure.table)),
  );
