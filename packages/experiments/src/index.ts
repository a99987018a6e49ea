export { convNet, type ConvNetOptions } from './networks/conv-net.js';
export { fourConvNet, type FourConvNetOptions } from './networks/four-conv-net.js';
export type { ImageShape } from './networks/image-network.js';
export { mlp, type MlpOptions } from './networks/mlp.js';
export { residualNet, type ResidualNetOptions } from './networks/residual-net.js';
export { answersClassCount } from './networks/class-answers.js';
export { describeInput, inputOf } from './networks/network-input.js';
export {
  type BeforeAndAfter,
  fineTuneNetwork,
  type FineTuning,
  type Teacher,
  type TrainingData,
  type TrainingOptions,
  type TrainingProgress,
  type TrainingRecord,
  type TrainingState,
  trainNetwork,
} from './training/index.js';
export type { Moments } from './optimization/moments.js';
export { type ScheduleName, scheduleNames } from './optimization/schedules.js';
export {
  type Answer,
  type Answers,
  classRemoval,
  completeness,
  type CompletenessOptions,
  crossEntropy,
  defaultBatchSize,
  discoverSubnetwork,
  discoverSubnetworks,
  type SearchResult,
  discoveryDefaults,
  type DiscoveryOptions,
  type DiscoveryProgress,
  type EpochRecord,
  faithfulness,
  fewStepsWarning,
  type FollowingSettings,
  type Objective,
  searchConfigOf,
  type SearchOptions,
  searchOptionsOf,
  type SearchWorkers,
  subnetworksOf,
} from './search/index.js';
export { type ClassificationMetrics, classificationMetrics } from './metrics/classification-metrics.js';
export { type ClassMetrics, perClassMetrics } from './metrics/per-class-metrics.js';
export { rocAuc } from './metrics/roc-auc.js';
export { type AnsweredTask, evaluateNetwork, evaluateWholeNetwork } from './metrics/evaluate-network.js';
export { evaluateSubnetworks, subnetworkOutputs } from './evaluation/evaluate-subnetworks.js';
export { findLiveUnits } from './evaluation/find-live-units.js';
export {
  type LayerResponses,
  type ResponseOptions,
  type SubnetworkResponses,
  type UnitResponse,
  unitResponses,
} from './evaluation/unit-responses.js';
export type { StrongestSamples } from './evaluation/response-tally.js';
export type { Dropped, MaskEffects, Normalization } from './masked/mask-effects.js';
export { networkOutputs } from './networks/network-outputs.js';
export { fitSubnetworks, type FittingOptions, type LabelledTask, type ProbeFitting } from './read-outs/index.js';
export type { Samples } from './networks/input-rows.js';
export { type ControlledTask, randomControls, type RandomControlOptions } from './evidence/random-controls.js';
export { type BaselineName, baselineNames, scoreUnits, type ScoringOptions } from './baselines/score-units.js';
export { selectSubnetworks, type SelectionOptions } from './baselines/select-subnetworks.js';
export { type Ablation, type AblationOptions, ablateSubnetworks } from './evidence/ablate-subnetworks.js';
export { balancedAccuracyInterval } from './metrics/intervals/balanced-accuracy-interval.js';
export { crossedMeanInterval, type CrossedValue } from './metrics/intervals/crossed-mean-interval.js';
export type { Interval, IntervalOptions, MeanIntervalOptions } from './metrics/intervals/interval.js';
export { meanInterval } from './metrics/intervals/mean-interval.js';
export type { AgainstChance } from './evidence/against-chance.js';
export type { Evidence, FoundSubnetwork, ScoredMasks } from './evidence/evidence.js';
export type { EvidenceOptions } from './evidence/evidence-options.js';
export { gatherEvidence } from './evidence/gather-evidence.js';
export type { FrontierMethod, FrontierPoint } from './frontier/frontier-method.js';
export { type FrontierOptions, measureFrontier } from './frontier/measure-frontier.js';
export { type FrontierComparison, frontierComparisons, type FrontierRow, frontierRows } from './frontier/summarize-frontier.js';
export { evaluateWithOriginalHead } from './evaluation/evaluate-with-original-head.js';
export { type FindData, type Finding, type FindOptions, findSubnetwork } from './findings/find-subnetwork.js';
export type { NestedNumbers, SampleLabels, SampleValues } from './findings/labelled-samples.js';
export type { Verdict } from './evidence/verdict.js';
export { type Plant, plantModules, type PlantOptions } from './planted/plant-modules.js';
export { type PlantScore, scorePlant } from './planted/score-plant.js';
export { alphaPath, type AlphaPathOptions, type AlphaPathProgress } from './frontier/alpha-path.js';
export type { AlphaPath, AlphaPoint } from './frontier/alpha-point.js';
