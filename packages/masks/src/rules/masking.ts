import type { LayerRule } from './layer-rule.js';

/** Masking of time steps: a step that is the mask value in all its features becomes 0. */
export const masking: LayerRule = { classNames: ['Masking'], flow: 'gates' };
