import { pooling as kind } from '../kinds/pooling.js';
import type { LayerRule } from './layer-rule.js';

/** Pooling; that over three axes is masked and counted, but not extracted. */
export const pooling: readonly LayerRule[] = [
  {
    classNames: [
      ...['MaxPooling1D', 'MaxPooling2D', 'AveragePooling1D', 'AveragePooling2D'],
      ...['GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalAveragePooling1D', 'GlobalAveragePooling2D'],
    ],
    flow: 'moves',
    extract: kind,
  },
  { classNames: ['MaxPooling3D', 'AveragePooling3D'], flow: 'moves' },
];
