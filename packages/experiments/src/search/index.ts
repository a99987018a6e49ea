export { searchConfigOf, searchOptionsOf } from './config/search-config.js';
export { discoverSubnetwork, discoverSubnetworks, subnetworksOf } from './discover-subnetworks.js';
export type { SearchResult, SearchedTask } from './search-result.js';
export { classRemoval } from './objectives/class-removal.js';
export { completeness, type CompletenessOptions } from './objectives/completeness.js';
export { crossEntropy } from './objectives/cross-entropy.js';
export { faithfulness } from './objectives/faithfulness.js';
export type { Answer, Answers, Objective } from './objectives/objective.js';
export { followingSettings } from './following-settings.js';
export {
  discoveryDefaults,
  type DiscoveryOptions,
  type DiscoverySettings,
  type FollowingSettings,
  requireBudget,
  resolveOptions,
} from './options.js';
export type { DiscoveryProgress, EpochRecord } from './progress.js';
export { defaultBatchSize } from './following-settings.js';
export { fewStepsWarning } from './few-steps.js';
export { maskForSearch, type PreparedSearch, prepareSearch, type SearchOptions, type SearchWorkers } from './prepare-search.js';
export type { GroupSearch } from './group-search.js';
export { searchGroup } from './search-group.js';
export type { SearchTask, WarmStart } from './search-task.js';
