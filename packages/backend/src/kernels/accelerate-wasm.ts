import { replaceGather } from './gather.js';
import { replaceMatMul } from './matmul.js';
import { replaceSlice } from './slice.js';

/**
 * Replaces the slow kernels of the wasm backend by fast ones that give the same numbers, for everything that runs on it,
 * plain `model.fit` included, and returns the names of the kernels that are now ours.
 *
 * `BatchMatMul` and `_FusedMatMul` with a transposed side or a batch; `Slice`; `GatherV2` along the first axis. Calling
 * it again changes nothing; it may be called before or after the backend is initialised. `useBackend` calls it when wasm
 * is chosen: call it yourself only where you set the backend up without `useBackend`.
 *
 * @throws DumError 'bad-input' when `@tensorflow/tfjs-backend-wasm` has not been imported.
 * @example
 * import '@tensorflow/tfjs-backend-wasm';
 * accelerateWasm(); // ['BatchMatMul', '_FusedMatMul', 'Slice', 'GatherV2']
 */
export const accelerateWasm = (): readonly string[] => {
  replaceMatMul();
  replaceSlice();
  replaceGather();
  return ['BatchMatMul', '_FusedMatMul', 'Slice', 'GatherV2'];
};
