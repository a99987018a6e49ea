import type { LayerRule } from './layer-rule.js';

/** Layers that regularize in training, and do nothing in `predict`. */
export const regularization: LayerRule = {
  classNames: ['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  flow: 'passes',
  extract: () => [],
};
