export { complement, equalMasks, intersectMasks, subtractMasks, uniteMasks } from './algebra.js';
export { type Budget, keepMacs, keepParameters, keepUnits } from './budget.js';
export { keptUnits, totalUnits } from './count-units.js';
export { keptIndices, keptIndicesByLayer } from './kept-indices.js';
export { maskSetFromJson, maskSetToJson } from './json/mask-set-json.js';
export { keepAsMany, keepWithin } from './keep-highest.js';
export { createMaskSet, type LayerMask, type LayerMaskInput, type MaskSet } from './mask-set.js';
export { randomMasks, type RandomMasksOptions } from './random.js';
export type { MaskCheck } from './mask-check.js';
export { maskSetKind, subnetworkKind } from './argument-kinds.js';
export { requireNetwork } from './require-network.js';
export {
  type Alpha,
  type DroppedConstants,
  ignoredClass,
  type LayerConstants,
  type LayerStatistics,
  type NewHead,
  type OriginalHead,
  type ReadOut,
  type ReEstimated,
  type Subnetwork,
} from './subnetwork.js';
export { subnetworksFromJson, subnetworksToJson } from './json/subnetworks-json.js';
export { channelGroups, type ChannelGroups, channelsOfUnit, type Granularity } from '../units/granularity.js';
export { summarizeMasks, type KeptOfTotal, type LayerSummary, type MaskSummary, type Wiring } from './summary.js';
export type { LayerScores, UnitScores } from './unit-scores.js';
