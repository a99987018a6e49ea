import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { containing } from './text.js';

const bundle = () =>
  build({
    stdin: { contents: `export * from '@dum/backend';`, resolveDir: dirname(fileURLToPath(import.meta.url)) },
    platform: 'browser',
    format: 'esm',
    conditions: ['@dum/source'],
    bundle: true,
    splitting: true,
    write: false,
    outdir: 'bundle',
    metafile: true,
    logLevel: 'silent',
  });

it('bundles for a browser: no Node built-in, no warning, each backend in a chunk of its own', async () => {
  const { warnings, metafile } = await bundle();
  expect(warnings).toEqual([]);
  const outputs = Object.values(metafile.outputs);
  expect(outputs.flatMap(({ imports }) => imports.filter(({ external }) => external))).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => /tfjs-node|backend-webg|src\/node/.test(path))).toEqual([]);
  const entry = outputs.find(({ entryPoint }) => entryPoint === '<stdin>')!;
  const lazy = entry.imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => metafile.outputs[path]!.entryPoint);
  expect(lazy).toEqual([containing('tfjs-backend-wasm'), containing('tfjs-backend-cpu')]);
  expect(Object.keys(entry.inputs).filter((path) => path.includes('@tensorflow'))).toEqual([]);
});
