export { type MatcherResult, matchers } from './matchers.js';
export { testEstimator } from './test-estimator.js';
export { type LayerRuleOptions, testLayerRule } from './test-layer-rule.js';
export { testPenalty } from './test-penalty.js';
