const saferSettings = {
  // The default matrix kernels of the C library corrupt the heap when a signal (a profiler's) lands inside a product.
  TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL: '0',
  TF_ENABLE_ONEDNN_OPTS: '0',
  TF_CPP_MIN_LOG_LEVEL: '2',
};

interface RemovedFromUtil {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/**
 * Prepares this process for `@tensorflow/tfjs-node` 4.22: safe settings of the C library, each unless the environment
 * already has it, and the two functions of `node:util` that Node 23 removed and tfjs-node still calls.
 */
export const prepareForTensorflow = (): void => {
  for (const [name, value] of Object.entries(saferSettings)) process.env[name] ??= value;
  const util = process.getBuiltinModule('node:util') as unknown as RemovedFromUtil;
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
};
