import { env, getBackend } from '@tensorflow/tfjs-core';
import { inNode } from './candidates.js';

/** Where a page finds the .wasm files: a prefix such as '/assets/', or the address of each file by its name. */
export type WasmPaths = string | Readonly<Record<'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm', string>>;

type WasmFile = keyof Exclude<WasmPaths, string>;

/** Says where the .wasm files are; call it before the backend starts. */
export const setPaths = async (paths: WasmPaths | undefined): Promise<void> => {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (!inNode()) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // threads are made of the text of functions, which bundlers change
  if (typeof paths === 'string') setWasmPaths(paths);
  // TensorFlow.js wants an address for threads too, which it does not ask for
  else if (paths !== undefined) setWasmPaths({ 'tfjs-backend-wasm-threaded-simd.wasm': '', ...paths });
};

/** Why a page doesn't have the .wasm file that TensorFlow.js will ask for, which would print four warnings; undefined where it does. */
export const whyNotServed = async (paths: WasmPaths = ''): Promise<string | undefined> => {
  if (inNode() || getBackend() === 'wasm') return undefined;
  const file: WasmFile =
    (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm';
  const address = typeof paths === 'string' ? paths + file : paths[file];
  if (!/^https?:/.test(new URL(address, globalThis.location.href).protocol)) return undefined;
  const response = await fetch(address, { method: 'HEAD' });
  await response.arrayBuffer(); // there is none, but a browser that doesn't read to the end calls the request aborted
  if (!response.ok) return `${address} answers with status ${response.status}`;
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('text/') ? `${address} answers with ${type}, not with a .wasm file` : undefined;
};
