import { expect, it } from 'vitest';
import { renderReport } from '@dum/reports';
import { hostile, reportOf } from './_report.js';

const { html, figures } = await renderReport(reportOf());

it('has no script, no handler and nothing from elsewhere, and says so to the browser', () => {
  expect(html).not.toMatch(/<script|<b>|\son\w+=|<\/svg><script/i);
  expect(html.match(/(?:src|href)="(?!data:|#)[^"]*"/g)).toBeNull();
  expect(html).toContain("default-src 'none'; style-src 'sha256-".replaceAll("'", '&#39;').replaceAll('&#39;', "'"));
});

it('shows names as they are', () => {
  expect(html).toContain('&lt;b>&amp;');
  for (const name of hostile) expect(html.includes(name)).toBe(!/[<&]/.test(name));
});

it('gives every drawing once, no two with the same id', () => {
  expect(html.match(/<svg /g)).toHaveLength(2 * figures.length);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, id] of html.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id);
});

it('tells the verdicts, the tables and the commands', () => {
  expect(html).toContain('Sufficient: &lt;');
  for (const command of ['dum train --out runs/network', 'dum discover --out runs/&lt;digits>', 'dum report --masks'])
    expect(html).toContain(command);
  expect(html).toContain('38 of 40 units');
  expect(html).toContain('Figures are of the validation split');
});

it('names no data where the summary names none', async () => {
  const { dataset, ...summary } = reportOf().summary;
  expect((await renderReport(reportOf())).html).toContain(`<dt>data</dt><dd>${dataset}</dd>`);
  expect((await renderReport({ ...reportOf(), summary })).html).not.toContain('<dt>data</dt>');
});
