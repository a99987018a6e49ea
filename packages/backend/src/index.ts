export { type BackendName, backendNames } from './backend-name.js';
export { accelerateWasm } from './kernels/accelerate-wasm.js';
export { type BackendChoice, type RejectedBackend, useBackend, type UseBackendOptions } from './use-backend.js';
export { checkTopology, type CheckTopologyOptions, outlineTopology, type TopologySize } from './topology/check-topology.js';
export type { LayerOutline } from './topology/follow-network.js';
export type { WeightShape } from './topology/layer-weights.js';
export type { WasmPaths } from './wasm-files.js';
