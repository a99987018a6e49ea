import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
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
    server = await preview({
      root,
      configFile: false,
      build: { outDir: built },
      // an isolated page could have threads of wasm, which TensorFlow.js starts in vain where it was bundled
      preview: {
        host: '127.0.0.1',
        port: 0,
        headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
      },
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

  /** Opens the page in Chromium, and gives what it printed, asked for and failed in until it has a title or an error. */
  const open = async (prepare?: (page: Page) => Promise<unknown>) => {
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      const problems: string[] = [];
      page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
      page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
      page.on('response', (response) => response.status() >= 400 && problems.push(`${response.status()}: ${response.url()}`));
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
      await prepare?.(page);
      const failed = page.waitForEvent('pageerror', { timeout: 120_000 }).then(
        (error) => error.message,
        () => undefined, // the browser was closed before
      );
      await page.goto(address());
      const done = page.waitForFunction(() => document.title !== 'working', undefined, { timeout: 120_000 }).then(() => undefined);
      const error = await Promise.race([done, failed]);
      return { title: await page.title(), error, requests, problems };
    } finally {
      await browser.close();
    }
  };
  const address = () => server.resolvedUrls?.local[0] ?? '';

  it('finds which units do each of two tasks, on wasm in Chromium, from its own origin alone', async () => {
    const { title, requests, problems } = await open();
    expect(problems).toEqual([]);
    expect(JSON.parse(title)).toEqual({ backend: 'wasm', first: [0, 1, 2], second: [2, 3, 4], iou: 1 / 5, coverage: 1 / 3 });
    expect(requests.filter((request) => /^GET .*\.wasm$/.test(request))).toHaveLength(1);
    expect(requests.filter((request) => !/ (data|blob):/.test(request) && !request.includes(` ${address()}`))).toEqual([]);
  });

  it('explains what to do where wasm is not served, and prints nothing', async () => {
    const { error, problems } = await open((page) =>
      page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })),
    );
    expect(error).toMatch(/^useBackend: wasm cannot be used \(.*\.wasm answers with text\/html, not with a \.wasm file\): give wasmPaths/);
    expect(problems).toEqual([]);
  });
});
