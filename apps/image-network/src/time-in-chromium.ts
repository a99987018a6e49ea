import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Timing } from './time-networks.js';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];

/** The Chromium to drive: `CHROMIUM_PATH`, or one that is installed in its usual place; undefined where there is none. */
export const findChromium = (): string | undefined => process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path));

const contentTypes: Readonly<Record<string, string>> = { '.json': 'application/json', '.wasm': 'application/wasm' };

/** Times networks that were saved in folders, on wasm in a page of Chromium. */
export const timeInChromium = async (folders: Readonly<Record<string, string>>, executablePath: string): Promise<Timing[]> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('time-in-page.js', import.meta.url))],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  });
  const wasm = dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')));
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-background-networking'] });
  try {
    const page = await browser.newPage();
    await page.route('http://localhost/**', async (route) => {
      const [, kind, ...rest] = new URL(route.request().url()).pathname.split('/');
      if (kind === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>timing</title>' });
      const [name, file] = rest as [string, string];
      const path = kind === 'wasm' ? join(wasm, name) : join(folders[name]!, file);
      return route.fulfill({ contentType: contentTypes[extname(path)] ?? 'application/octet-stream', body: await readFile(path) });
    });
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: outputFiles[0]!.text });
    return await page.evaluate<Timing[]>(`timeInPage(${JSON.stringify(Object.keys(folders))})`);
  } finally {
    await browser.close();
  }
};
