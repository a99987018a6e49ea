export { complement, equalMasks, intersectMasks, subtractMasks, uniteMasks } from './algebra.js';
export { keptUnits, totalUnits } from './count-units.js';
export { maskSetFromJson, maskSetToJson } from './json/mask-set-json.js';
export { createMaskSet, type LayerMask, type LayerMaskInput, type MaskSet } from './mask-set.js';
export { randomMasks, type RandomMasksOptions } from './random.js';
export type { ReadOut, Subnetwork } from './subnetwork.js';
export { subnetworksFromJson, subnetworksToJson } from './json/subnetworks-json.js';
export { summarizeMasks, type KeptOfTotal, type LayerSummary, type MaskSummary, type Wiring } from './summary.js';
