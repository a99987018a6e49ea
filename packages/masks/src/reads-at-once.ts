import { getBackend } from '@tensorflow/tfjs-core';

/**
 * Whether results of the backend in use can be read at once (tensorflow, wasm, cpu), so that what is computed partly on the host need not
 * wait for them.
 */
export const readsAtOnce = (): boolean => ['wasm', 'tensorflow', 'cpu'].includes(getBackend());
