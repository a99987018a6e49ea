export type { Estimator } from './estimators/estimator.js';
export { type EstimatorConfig, estimatorFromConfig, estimatorToConfig } from './estimators/estimator-config.js';
export { continuousSparsification } from './estimators/continuous-sparsification.js';
export { gumbelSigmoid } from './estimators/gumbel-sigmoid.js';
export { hardConcrete, type HardConcreteOptions } from './estimators/hard-concrete.js';
export { straightThrough } from './estimators/straight-through.js';
export { addPenalties, type Measure, type Penalty, penaltyPerTask, pricePenalty, scalePenalty } from './penalties/penalty.js';
export { type PenaltyConfig, penaltyFromConfig, penaltyToConfig } from './penalties/penalty-config.js';
export { expectedUnits } from './penalties/expected-units.js';
export { meanLogits } from './penalties/mean-logits.js';
export { sumLogits } from './penalties/sum-logits.js';
export { channelGroups, type ChannelGroups, channelsOfUnit, type Granularity } from './units/granularity.js';
export { type SampleMasks, UnitMask } from './layers/unit-mask.js';
export type { UnitMaskArgs } from './layers/unit-mask-args.js';
export { GumbelSigmoidMask, type GumbelSigmoidMaskArgs } from './layers/gumbel-sigmoid-mask.js';
export { registerLayerRule } from './rules/registry.js';
export type { Flow, LayerRule, MeasuredCall, MovingStatistics, PerLayer } from './rules/layer-rule.js';
export { cloneNetwork } from './networks/clone-network.js';
export { fingerprintNetwork } from './networks/fingerprint-network.js';
export { flattenNetwork } from './networks/flatten-network.js';
export { insertMasks, type InsertMasksOptions, type MaskedNetwork, type PlacedMask } from './networks/insert-masks.js';
export { type InsertLikeOptions, insertMasksLike } from './networks/insert-masks-like.js';
export {
  type AffectedNormalization,
  affectedNormalizations,
  type PlacedStatistics,
  placeStatistics,
  writeNormalization,
} from './networks/normalizations.js';
export { readMasks } from './networks/read-masks.js';
export { headOf, removeHead, replaceHead, type ReplaceHeadOptions } from './networks/replace-head.js';
export { readsAtOnce } from './reads-at-once.js';
export { requireModel } from './networks/require-model.js';
export { type LayerSelection, selectLayers } from './networks/select-layers.js';
export { splitAt, type SplitNetwork } from './networks/split-at.js';
export { keepOnly, turnOff, type UnitsByLayer } from './networks/turn-off.js';
export { traceWiring } from './networks/trace-wiring.js';
export { type UnitGroup, type UnitGroupMember, unitGroups } from './networks/unit-groups.js';
export { writeConstants } from './networks/write-constants.js';
export { writeMasks } from './networks/write-masks.js';
export type { Certificate, Difference, LayerUnits, UnitCounts } from './extraction/certificate.js';
export { type Extraction, type ExtractionOptions, extractMasked } from './extraction/extract-masked.js';
export { type Extractable, extractSubnetwork } from './extraction/extract-subnetwork.js';
export type { RetainedBecause } from './kinds/retained-because.js';
export type { RetainedUnits } from './extraction/retained-units.js';
export { type Costs, networkCosts } from './extraction/network-costs.js';
export { complement, equalMasks, intersectMasks, subtractMasks, uniteMasks } from './mask-set/algebra.js';
export { type Budget, keepMacs, keepParameters, keepUnits } from './mask-set/budget.js';
export { keptUnits, totalUnits } from './mask-set/count-units.js';
export { keptIndices, keptIndicesByLayer } from './mask-set/kept-indices.js';
export { keepAsMany, keepWithin } from './mask-set/keep-highest.js';
export { maskSetFromJson, maskSetToJson } from './mask-set/json/mask-set-json.js';
export { subnetworksFromJson, subnetworksToJson } from './mask-set/json/subnetworks-json.js';
export { createMaskSet, type LayerMask, type LayerMaskInput, type MaskSet } from './mask-set/mask-set.js';
export { randomMasks, type RandomMasksOptions } from './mask-set/random.js';
export type { MaskCheck } from './mask-set/mask-check.js';
export { maskSetKind, subnetworkKind } from './mask-set/argument-kinds.js';
export { requireNetwork } from './mask-set/require-network.js';
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
} from './mask-set/subnetwork.js';
export type { LayerScores, UnitScores } from './mask-set/unit-scores.js';
export { type KeptOfTotal, type LayerSummary, type MaskSummary, summarizeMasks, type Wiring } from './mask-set/summary.js';
export type { OverlapOptions } from './overlap/overlap-options.js';
export type { OverlapMeasures } from './overlap/overlap-measures.js';
export { coverage } from './overlap/coverage.js';
export { intersectionOverSum } from './overlap/intersection-over-sum.js';
export { ioMin } from './overlap/io-min.js';
export { iou } from './overlap/iou.js';
export { chanceCorrected } from './overlap/chance-corrected.js';
export { type ChanceLevels, chanceLevels } from './overlap/chance-levels.js';
export { overlapPValues, type OverlapPValues } from './overlap/overlap-p-values.js';
export { adjustPValues, type PValueCorrection } from './overlap/adjust-p-values.js';
export { compareMasks, type LayerOverlap, type MaskComparison, type Overlap } from './overlap/compare-masks.js';
export {
  type AdjustedPValues,
  type ComparedPair,
  type NamedMasks,
  overlapTable,
  type OverlapTableOptions,
} from './overlap/overlap-table.js';
