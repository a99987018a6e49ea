import type { LayerRule } from './layer-rule.js';

/** Masking of time steps: a step whose features all have the mask value becomes 0. */
export const masking: LayerRule = { classNames: ['Masking'], flow: 'gates' };
