import type { BackendName } from './backend-name.js';

/** True in Node (and in runtimes that act as Node), false in browsers and their workers. */
export const inNode = (): boolean => typeof process === 'object' && typeof process.versions?.node === 'string';

/** The backends that 'auto' tries, best first: those of Node, or those of a browser. */
export const candidates = (node: boolean): readonly BackendName[] =>
  node ? ['tensorflow', 'wasm', 'cpu'] : ['webgpu', 'webgl', 'wasm', 'cpu'];
