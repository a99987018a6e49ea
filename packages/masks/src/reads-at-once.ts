import { getBackend } from '@tensorflow/tfjs-core';

/**
 * Whether results of the backend in use can be read synchronously (tensorflow, wasm, cpu), so that computations on the host need not wait
 * for them.
 */
export const readsAtOnce = (): boolean => ['wasm', 'tensorflow', 'cpu'].includes(getBackend());
