import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../../.ci/rehearsal/find-chromium.js';

/** A page in Chromium, its GPU played by the processor, that has run `in-browser.ts`. */
export interface OpenPage {
  evaluate<Result>(expression: string): Promise<Result>;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const gpu = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const webgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

export const openPage = async (): Promise<OpenPage> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('in-browser.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    conditions: ['@dum/source'],
    write: false,
    logLevel: 'error',
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--headless', '--no-sandbox', '--disable-background-networking', ...gpu, ...webgpu],
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('http://localhost/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>contract</title>' }),
  );
  await page.goto('http://localhost/');
  await page.addScriptTag({ content: outputFiles[0]!.text });
  return { evaluate: (expression) => page.evaluate(expression), complaints, close: () => browser.close() };
};
