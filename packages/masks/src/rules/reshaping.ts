import { reshape } from '../kinds/reshape.js';
import type { LayerRule } from './layer-rule.js';

/** The same elements in another shape. */
export const reshaping: LayerRule = { classNames: ['Flatten', 'Reshape'], flow: 'reshapes', extract: reshape };
