import { pooling } from '../kinds/pooling.js';
import type { LayerRule } from './layer-rule.js';

/** Layers that add, remove or repeat positions. */
export const positions: readonly LayerRule[] = [
  { classNames: ['ZeroPadding2D', 'Cropping2D', 'UpSampling2D'], flow: 'moves', extract: pooling },
  { classNames: ['RepeatVector', 'CenterCrop', 'Resizing'], flow: 'moves' },
];
