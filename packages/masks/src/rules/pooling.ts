import { pooling as kind } from '../kinds/pooling.js';
import type { LayerRule } from './layer-rule.js';
import type { ImageStep } from './image-step.js';
import type { Layer } from '../layers/layer.js';

interface Config {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
}

const imageStep = (layer: Layer): ImageStep | undefined => {
  const name = layer.getClassName();
  if (!name.endsWith('2D')) return undefined;
  const of = name.includes('Max') ? 'largest' : 'mean';
  // the gradient of a global maximum goes to all of several largest values
  if (name.startsWith('Global')) return of === 'mean' ? { kind: 'pool', of } : undefined;
  const { poolSize, strides, padding } = layer.getConfig() as unknown as Config;
  return { kind: 'pool', of, size: poolSize, window: { strides, padding, dilations: [1, 1] } };
};

/** Pooling; that over three axes is masked and counted, but not extracted. */
export const pooling: readonly LayerRule[] = [
  {
    classNames: [
      ...['MaxPooling1D', 'MaxPooling2D', 'AveragePooling1D', 'AveragePooling2D'],
      ...['GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalAveragePooling1D', 'GlobalAveragePooling2D'],
    ],
    flow: 'moves',
    imageStep,
    extract: kind,
  },
  { classNames: ['MaxPooling3D', 'AveragePooling3D'], flow: 'moves' },
];
