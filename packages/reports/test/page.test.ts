import { expect, it } from 'vitest';
import { renderReport } from '@dum/reports';
import { hostile, reportOf } from './_report.js';

const { html, figures } = await renderReport(reportOf());

it('has no script, no handler and nothing from elsewhere, and declares it to the browser', () => {
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

it('shows the verdicts, the tables and the commands', () => {
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

it('shows computed numbers and the fingerprint in short, and all of them on demand', () => {
  expect(html).toContain('<dt>headLearningRate</dt><dd title="0.04246218264501799">0.0425</dd>');
  expect(html).toContain('<dt>alpha</dt><dd>0.001</dd>');
  expect(html).toContain('<dt>temperature</dt><dd>start 1, end 0.3</dd>');
  expect(html).toContain('<dt>penalty</dt><dd>expectedUnits</dd>');
  expect(html).toContain('<dt>estimator</dt><dd>hardConcrete(gamma -0.1, zeta 1.1)</dd>');
  expect(html).toContain('<dt>objective</dt><dd>completeness(weight 2, of crossEntropy)</dd>');
  expect(html).toContain('<dt>trainingSamples</dt><dd>1000</dd>');
  expect(html).toContain(`<dd title="${'f'.repeat(64)}">${'f'.repeat(12)}…</dd>`);
});

it('describes how methods compare, in sentences and in points', async () => {
  expect(html).toContain(
    '<li>masks is better than taylor &lt;&amp;> at 10; worse than taylor &lt;&amp;> at 100; not different from taylor &lt;&amp;> at 20 units.</li>',
  );
  expect(html).toContain('<li>masks is better than random at 10, 20, 100 units.</li>');
  expect(html).toMatch(/<td>\+1\.23<\/td><td>\+1\.00<\/td><td>\+1\.49<\/td><td>9<\/td><td>above<\/td>/);
  expect(html).toMatch(/<td>−0\.77<\/td><td>−1\.00<\/td><td>−0\.51<\/td>/);
  const { frontier, ...report } = reportOf();
  expect((await renderReport(report)).html).not.toContain('Methods compared');
  const { comparisons, ...bare } = frontier!;
  expect(comparisons).toHaveLength(6);
  expect((await renderReport({ ...report, frontier: bare })).html).not.toContain('Methods compared');
});

it('gives subnetworks the intervals of evidence where these are of the same figures', async () => {
  const report = reportOf();
  const caption = 'Figures are of the validation split, with 95\u00a0% intervals over samples';
  expect(html).toContain(caption);
  expect(html).toContain('<td>96.00\u00a0%</td><td>95.0\u00a0% to 97.0\u00a0%</td>');
  expect(html).toContain('<td>95.00\u00a0%</td><td>–</td>');
  const elsewhere = { ...report, evidence: { ...report.evidence!, split: 'test' as const } };
  expect((await renderReport(elsewhere)).html).not.toContain(caption);
});
