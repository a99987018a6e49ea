import { join } from '../kinds/join.js';
import type { LayerRule } from './layer-rule.js';

/** Layers that join tensors element by element, and the dot product, which forms new units. */
export const merging: readonly LayerRule[] = [
  { classNames: ['Add'], flow: 'joins', imageStep: () => ({ kind: 'sum' }), extract: (parts) => join(parts, 'add') },
  { classNames: ['Multiply'], flow: 'joins', preservesZero: 'from-any', extract: (parts) => join(parts, 'multiply') },
  { classNames: ['Average', 'Maximum', 'Minimum'], flow: 'joins', extract: (parts) => join(parts) },
  { classNames: ['Dot'], flow: 'forms' },
];
