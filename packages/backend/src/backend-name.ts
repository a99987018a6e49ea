/**
 * The TensorFlow.js backends that `useBackend` knows: `tensorflow` (the C library, through tfjs-node), `wasm`, `cpu`
 * (plain JavaScript), `webgl` and `webgpu` (browsers).
 */
export const backendNames = ['tensorflow', 'wasm', 'cpu', 'webgl', 'webgpu'] as const;

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number];
