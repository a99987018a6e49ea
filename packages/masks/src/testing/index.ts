export { type MatcherResult, matchers } from './matchers.js';
export { testEstimator } from './test-estimator.js';
export { testPenalty } from './test-penalty.js';
