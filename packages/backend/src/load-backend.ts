import { findBackendFactory } from '@tensorflow/tfjs-core';
import type { BackendName } from './backend-name.js';
import { inNode } from './candidates.js';
import { prepareForTensorflow } from './tensorflow-node.js';
import { setPaths, type WasmPaths, whyNotServed } from './wasm-files.js';

const packageOf: Readonly<Record<BackendName, string>> = {
  tensorflow: '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm',
  cpu: '@tensorflow/tfjs-backend-cpu',
  webgl: '@tensorflow/tfjs-backend-webgl',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
};

// A specifier in a variable: a bundler leaves it alone, so a page is bundled without packages that it does not have.
const importOptional = (specifier: string): Promise<unknown> => import(/* @vite-ignore */ /* webpackIgnore: true */ specifier);

/** Imports the package that registers a backend, unless something else registered it already. */
export const loadBackend = async (name: BackendName, wasmPaths?: WasmPaths): Promise<void> => {
  if (name === 'wasm') {
    await setPaths(wasmPaths);
    const missing = await whyNotServed(wasmPaths);
    if (missing !== undefined) throw new Error(missing);
    return;
  }
  if (name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    return;
  }
  if (findBackendFactory(name) !== null) return;
  if (name === 'tensorflow') {
    if (!inNode()) throw new Error('it needs Node');
    prepareForTensorflow();
  }
  await importOptional(packageOf[name]);
};

const importFirst = (name: string): string =>
  `install ${name}@4.22.0 and import it before useBackend is called, in a browser that supports it`;

/** What to do to have a backend that could not be started. */
export const howToHave: Readonly<Record<BackendName, string>> = {
  tensorflow: `install ${packageOf.tensorflow}@4.22.0 beside @dum/backend, or run npx dum-native (pnpm native in its repository) where a firewall refuses its download`,
  wasm: `give wasmPaths, where the .wasm files of ${packageOf.wasm}@4.22.0 are served; "wasm in a page" in the README of @dum/backend shows it for Vite`,
  cpu: `install ${packageOf.cpu}@4.22.0 again`,
  webgl: importFirst(packageOf.webgl),
  webgpu: importFirst(packageOf.webgpu),
};
