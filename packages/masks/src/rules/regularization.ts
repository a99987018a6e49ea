import type { LayerRule } from './layer-rule.js';

/** Layers that regularize while a network trains, and do nothing in `predict`. */
export const regularization: LayerRule = {
  classNames: ['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  flow: 'passes',
  extract: () => [],
};
