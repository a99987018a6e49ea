import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.js';
import { newConsumer } from './consumer.js';
import { pinned } from './versions.js';

describe('a page that imports @dum/masks and @dum/backend', () => {
  const consumer = newConsumer('browser');
  const root = consumer.folder;
  const built = join(root, 'built');
  const complaints: string[] = [];
  let server: PreviewServer;

  beforeAll(async () => {
    const peers = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'].map(pinned);
    await consumer.install('@dum/masks', '@dum/backend', ...peers);
    consumer.take('two-tasks.ts', 'in-browser.ts', 'index.html');
    const complain = (message: string) => complaints.push(message);
    await build({
      root,
      configFile: false,
      mode: 'production',
      logLevel: 'warn',
      build: { outDir: built, target: 'es2022', chunkSizeWarningLimit: 10_000 },
      customLogger: {
        info: () => undefined,
        warn: complain,
        warnOnce: complain,
        error: complain,
        clearScreen: () => undefined,
        hasErrorLogged: () => false,
        hasWarned: false,
      },
    });
    const binaries = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
    for (const file of readdirSync(binaries).filter((name) => name.endsWith('.wasm'))) cpSync(join(binaries, file), join(built, file));
    server = await preview({
      root,
      configFile: false,
      build: { outDir: built },
      preview: { host: '127.0.0.1', port: 0 },
      logLevel: 'error',
    });
  });

  afterAll(() => server.close());

  it('bundles without a complaint', () => {
    expect(complaints).toEqual([]);
  });

  it('bundles without Node built-ins', () => {
    const scripts = readdirSync(join(built, 'assets')).map((file) => readFileSync(join(built, 'assets', file), 'utf8'));
    const imports = scripts.flatMap((script) =>
      [...script.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`]([^"'`]+)["'`]/g)].map(([, name]) => name),
    );
    expect(imports.filter((name) => name !== undefined && (name.startsWith('node:') || builtinModules.includes(name)))).toEqual([]);
    expect(scripts.filter((script) => script.includes('__vite-browser-external'))).toEqual([]);
  });

  it('finds which units do each of two tasks, on wasm in Chromium, from its own origin alone', async () => {
    const address = server.resolvedUrls?.local[0] ?? '';
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      const problems: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
      page.on('response', (response) => response.status() >= 400 && problems.push(`${response.status()}: ${response.url()}`));
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.goto(address);
      await page.waitForFunction(() => document.title !== 'working', undefined, { timeout: 120_000 });
      expect(JSON.parse(await page.title())).toEqual({ backend: 'wasm', first: [0, 1, 2], second: [2, 3, 4], iou: 1 / 5, coverage: 1 / 3 });
      expect(problems).toEqual([]);
      expect(requests.filter((url) => url.endsWith('.wasm'))).toHaveLength(1);
      expect(requests.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
