import { enableProdMode, getBackend, matMul, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { DumError, nearest } from '@dum/errors';
import { type BackendName, backendNames } from './backend-name.js';
import { candidates, inNode } from './candidates.js';
import { accelerateTensorflow } from './kernels/accelerate-tensorflow.js';
import { accelerateWasm } from './kernels/accelerate-wasm.js';
import { howToHave, loadBackend } from './load-backend.js';
import type { WasmPaths } from './wasm-files.js';

/** A backend that was tried and does not run: why not, and what to do to have it. */
export interface RejectedBackend {
  readonly name: BackendName;
  readonly reason: string;
  readonly remedy: string;
}

/** Which backend runs now, and those that were tried before it. */
export interface BackendChoice {
  readonly name: BackendName;
  readonly rejected: readonly RejectedBackend[];
}

/** How `useBackend` finds what a backend needs. */
export interface UseBackendOptions {
  /**
   * Where a page finds the .wasm files: a prefix such as '/assets/', or the address of each file by its name; default beside the page.
   * Not needed in Node.
   */
  readonly wasmPaths?: WasmPaths;
}

const firstLine = (error: unknown): string => {
  const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return text.split('\n', 1)[0]!.trim();
};

const givesRightProduct = async (): Promise<boolean> => {
  const product = tidy(() => matMul(tensor2d([1, 2, 3, 4], [2, 2]), tensor2d([5, 6, 7, 8], [2, 2]), false, true));
  const values = await product.data();
  product.dispose();
  return [17, 23, 39, 53].every((expected, i) => values[i] === expected);
};

interface Failure {
  readonly reason: string;
  readonly cause?: unknown;
}

const start = async (name: BackendName, wasmPaths: WasmPaths | undefined): Promise<Failure | undefined> => {
  try {
    await loadBackend(name, wasmPaths);
    if (name === 'wasm') accelerateWasm();
    if (!(await setBackend(name))) return { reason: 'it could not be initialised here' };
    if (name === 'tensorflow') accelerateTensorflow();
    return (await givesRightProduct()) ? undefined : { reason: 'it computes a wrong product' };
  } catch (cause) {
    return { reason: firstLine(cause), cause };
  }
};

const refuseName = (choice: string): never => {
  const names = ['auto', ...backendNames];
  const close = nearest(choice, names);
  const hint = close === undefined ? '.' : `; did you mean "${close}"?`;
  throw new DumError('bad-input', `useBackend: no backend is called "${choice}"${hint} There are ${names.join(', ')}.`);
};

/**
 * Sets the backend of TensorFlow.js, and returns which one it is and why each better one was rejected.
 *
 * 'auto' tries, in Node, tensorflow (when `@tensorflow/tfjs-node` is installed), wasm, cpu; in a browser webgpu, webgl
 * (each when its package was imported by the page), wasm, cpu. A backend counts as chosen only after a small product on
 * it came out right. Choosing wasm or tensorflow also replaces its slow kernels; see {@link accelerateWasm}. In a page, wasm
 * runs in one thread, and only where its .wasm file is served.
 *
 * Calls `enableProdMode` of TensorFlow.js for the whole process: from then on TensorFlow.js prints no banner and no warnings,
 * and skips its debugging checks. Before tfjs-node is loaded, settings that make its C library safe under a profiler are put
 * into `process.env`, unless they are set already.
 *
 * @param choice 'auto' (default), or the one backend to use.
 * @throws DumError 'bad-input' when no backend has that name, or when it cannot be started; the backend in use before is
 * then set again.
 * @example
 * const { name, rejected } = await useBackend();
 * const { name } = await useBackend('wasm', { wasmPaths: '/assets/' }); // in a page
 */
export const useBackend = async (choice: 'auto' | BackendName = 'auto', { wasmPaths }: UseBackendOptions = {}): Promise<BackendChoice> => {
  if (choice !== 'auto' && !backendNames.includes(choice)) refuseName(String(choice));
  enableProdMode();
  const before = getBackend();
  const rejected: RejectedBackend[] = [];
  let cause: unknown;
  for (const name of choice === 'auto' ? candidates(inNode()) : [choice]) {
    const failure = await start(name, wasmPaths);
    if (failure === undefined) return { name, rejected };
    rejected.push({ name, reason: failure.reason, remedy: howToHave[name] });
    cause = failure.cause;
  }
  if (before) await setBackend(before);
  const reasons = rejected.map(({ name, reason, remedy }) => `${name} cannot be used (${reason}): ${remedy}`);
  throw new DumError('bad-input', `useBackend: ${reasons.join('; ')}.`, { cause });
};
