import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../../.ci/rehearsal/find-chromium.js';

/** A page in Chromium, its GPU played by the processor, that has run a program. */
export interface OpenPage {
  evaluate<Result>(expression: string): Promise<Result>;
  readonly complaints: readonly string[];
  /** The files that the program is made of. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

const gpu = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const webgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/** Opens a page and runs a program beside this file in it. */
export const openPage = async (program = 'in-browser.ts'): Promise<OpenPage> => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(program, import.meta.url))],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    conditions: ['@dum/source'],
    write: false,
    metafile: true,
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
  return {
    evaluate: (expression) => page.evaluate(expression),
    complaints,
    files: Object.keys(metafile.inputs),
    close: () => browser.close(),
  };
};
