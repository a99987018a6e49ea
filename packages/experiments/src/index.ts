export { convNet, type ConvNetOptions } from './networks/conv-net.js';
export { fourConvNet, type FourConvNetOptions } from './networks/four-conv-net.js';
export type { ImageShape } from './networks/image-network.js';
export { mlp, type MlpOptions } from './networks/mlp.js';
export { residualNet, type ResidualNetOptions } from './networks/residual-net.js';
export { describeInput, inputOf, type NetworkInput } from './networks/network-input.js';
export { trainNetwork, type TrainingData } from './training/train-network.js';
export { type BeforeAndAfter, type FineTuning, fineTuneNetwork } from './training/fine-tune-network.js';
export type { Teacher } from './training/teacher.js';
export type { TrainingOptions, TrainingProgress } from './training/training-options.js';
export type { TrainingRecord } from './training/training-record.js';
export type { Moments } from './optimization/moments.js';
export type { TrainingState } from './training/training-state.js';
export { type ScheduleName, scheduleNames } from './optimization/schedules.js';
export type { Discovery } from './search/discovery.js';
export {
  discoverSubnetwork,
  discoverSubnetworks,
  subnetworksOf,
} from './search/discover-subnetworks.js';
export type { SearchOptions, SearchWorkers } from './search/prepare-search.js';
export {
  discoveryDefaults,
  type DiscoveryOptions,
  type DiscoveryProgress,
  type EpochRecord,
  type FollowingSettings,
} from './search/options.js';
export type { Answer, Answers, Objective } from './search/objectives/objective.js';
export { classRemoval } from './search/objectives/class-removal.js';
export { completeness, type CompletenessOptions } from './search/objectives/completeness.js';
export { crossEntropy } from './search/objectives/cross-entropy.js';
export { faithfulness } from './search/objectives/faithfulness.js';
export { type ClassificationMetrics, classificationMetrics } from './metrics/classification-metrics.js';
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
export { networkOutputs } from './networks/network-outputs.js';
export type { LabelledTask } from './read-outs/fit-read-outs.js';
export type { Samples } from './networks/input-rows.js';
export { type ControlledTask, randomControls, type RandomControlOptions } from './evidence/random-controls.js';
export { type BaselineName, baselineNames, scoreUnits, type ScoringOptions } from './baselines/score-units.js';
export { selectSubnetworks, type SelectionOptions } from './baselines/select-subnetworks.js';
export { fitSubnetworks, type FittingOptions } from './read-outs/fit-subnetworks.js';
export { type Ablation, ablateSubnetworks } from './evidence/ablate-subnetworks.js';
export {
  balancedAccuracyInterval,
  type BootstrapOptions,
  crossedMeanInterval,
  type CrossedValue,
  type Interval,
  meanInterval,
} from './metrics/bootstrap.js';
export type { AgainstChance } from './evidence/against-chance.js';
export type { Evidence, FoundSubnetwork, ScoredMasks } from './evidence/evidence.js';
export type { EvidenceOptions } from './evidence/evidence-options.js';
export { gatherEvidence } from './evidence/gather-evidence.js';
export type { FrontierMethod, FrontierPoint } from './frontier/frontier-method.js';
export { type FrontierOptions, measureFrontier } from './frontier/measure-frontier.js';
export { type FrontierComparison, frontierComparisons, type FrontierRow, frontierRows } from './frontier/summarize-frontier.js';
export { evaluateWithOriginalHead } from './evaluation/evaluate-with-original-head.js';
export type { Verdict } from './evidence/verdict.js';
export { type Plant, plantModules, type PlantOptions } from './planted/plant-modules.js';
export { type PlantScore, scorePlant } from './planted/score-plant.js';
export { alphaPath, type AlphaPathOptions, type AlphaPathProgress } from './frontier/alpha-path.js';
export type { AlphaPath, AlphaPoint } from './frontier/alpha-point.js';
