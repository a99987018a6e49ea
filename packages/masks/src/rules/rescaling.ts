import { elementwise } from '../kinds/elementwise.js';
import type { LayerRule } from './layer-rule.js';

/** Rescaling: x · scale + offset. */
export const rescaling: LayerRule = {
  classNames: ['Rescaling'],
  flow: 'keeps',
  preservesZero: (layer) => (layer.getConfig() as { offset?: number }).offset === 0,
  extract: elementwise,
};
