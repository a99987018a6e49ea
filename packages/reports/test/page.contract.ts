import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderReport } from '@dum/reports';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../../.ci/rehearsal/find-chromium.js';
import { hostile, reportOf } from './_report.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const folder = mkdtempSync(join(tmpdir(), 'dum-report-'));
const pages: Record<string, string> = {};
let browser: Browser;

beforeAll(async () => {
  const digits = Array.from({ length: 10 }, (_, digit) => `${digit}`);
  for (const [name, tasks] of Object.entries({ hostile, digits })) {
    const { html, figures } = await renderReport(reportOf(tasks));
    for (const [file, text] of [
      [`${name}.html`, html] as const,
      ...figures.map((figure) => [`${name}-${figure.name}.svg`, figure.svg] as const),
    ]) {
      pages[file] = join(folder, file);
      writeFileSync(join(folder, file), text);
    }
  }
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (file: string, width: number, colorScheme: 'light' | 'dark', bypassCSP = false) => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP });
  const problems: string[] = [];
  const address = pathToFileURL(join(folder, file)).href;
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => request.url() !== address && !request.url().startsWith('data:') && problems.push(request.url()));
  await page.goto(address);
  return { page, problems };
};

const settings = (['light', 'dark'] as const).flatMap((scheme) => [390, 1280].map((width) => ({ scheme, width })));

describe.each(settings)('in $scheme at $width pixels', ({ scheme, width }) => {
  it.each(['hostile.html', 'digits.html'])('%s complains of nothing, loads nothing and is no wider than the window', async (file) => {
    const { page, problems } = await open(file, width, scheme);
    const seen = await page.evaluate(() => {
      const shown = [...document.querySelectorAll('figure svg')].filter((svg) => svg.getBoundingClientRect().width > 0);
      return {
        overflow: document.documentElement.scrollWidth - innerWidth,
        shown: shown.length,
        kinds: [...new Set(shown.map((svg) => (svg.classList.contains('wide') ? 'wide' : 'narrow')))],
        figures: document.querySelectorAll('figure').length,
        light: getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)',
      };
    });
    const figures = file === 'hostile.html' ? 15 : 22;
    expect(seen).toEqual({ overflow: 0, shown: figures, kinds: [width === 390 ? 'narrow' : 'wide'], figures, light: scheme === 'light' });
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows the picture of each unit, and describes in words what is seen', async () => {
    const { page, problems } = await open('digits.html', width, scheme);
    const seen = await page.evaluate(() =>
      Promise.all(
        [...document.querySelectorAll('figure svg')]
          .filter((svg) => svg.getBoundingClientRect().width > 0 && svg.querySelector('image') !== null)
          .map(async (svg) => {
            const pictures = [...svg.querySelectorAll('image')].filter((image) => {
              const { width: wide, height } = image.getBoundingClientRect();
              return wide > 40 && Math.abs(wide - height) < 1;
            });
            const decoded = pictures.map(async ({ href }) => {
              const image = new Image();
              image.src = href.baseVal;
              await image.decode();
              return `${image.naturalWidth} by ${image.naturalHeight}`;
            });
            return { decoded: await Promise.all(decoded), words: svg.getAttribute('aria-label') ?? '' };
          }),
      ),
    );
    expect(seen).toHaveLength(10);
    for (const { decoded, words } of seen) {
      expect(decoded).toEqual(new Array(14).fill('4 by 4'));
      expect(words).toMatch(/^Of 15 units shown, 2 respond most to \d, 12 to others\. A tile for each .* a bar for its mean activation/);
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(['hostile.html', 'digits.html'])('axe finds nothing in %s', async (file) => {
    const { page } = await open(file, width, scheme, true);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true;
    });
    await page.addScriptTag({ path: axe });
    const { violations, passes } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'svg-img-alt', 'scrollable-region-focusable']));
    await page.close();
  });
});

it.each(['light', 'dark'] as const)('every figure is a picture of its own, with its own paper, in %s', async (scheme) => {
  const { page, problems } = await open('digits.html', 1280, scheme);
  for (const file of Object.keys(pages).filter((name) => /^digits-.*svg$/.test(name))) {
    problems.splice(0);
    await page.goto(pathToFileURL(pages[file]!).href);
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const others = problems.filter((problem) => problem !== pathToFileURL(pages[file]!).href);
    expect({ file, paper, others }).toEqual({ file, paper: scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 28)', others: [] });
  }
  await page.close();
});
