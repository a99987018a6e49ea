export { discoverSubnetwork, discoverSubnetworks, subnetworksOf } from './discover-subnetworks.js';
export type { Discovery } from './discovery.js';
export { pricesOf } from './price/layer-prices.js';
export { classRemoval } from './objectives/class-removal.js';
export { completeness, type CompletenessOptions } from './objectives/completeness.js';
export { crossEntropy } from './objectives/cross-entropy.js';
export { faithfulness } from './objectives/faithfulness.js';
export { type ObjectiveConfig, objectiveFromConfig, objectiveToConfig } from './objectives/named-objectives.js';
export type { Answer, Answers, Objective } from './objectives/objective.js';
export {
  discoveryDefaults,
  type DiscoveryOptions,
  type DiscoveryProgress,
  type DiscoverySettings,
  type EpochRecord,
  type FollowingSettings,
  requireBudget,
  resolveOptions,
} from './options.js';
export { maskForSearch, type PreparedSearch, prepareSearch, type SearchOptions, type SearchWorkers } from './prepare-search.js';
export { type GroupSearch, searchGroup } from './search-group.js';
export type { SearchTask } from './search-task.js';
export type { WarmStart } from './task-start.js';
export type { SearchedTask } from './warm-start.js';
