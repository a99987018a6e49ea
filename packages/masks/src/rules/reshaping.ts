import type { Tensor } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { reshape } from '../kinds/reshape.js';
import { sizeOf } from '../size-of.js';
import type { LayerRule } from './layer-rule.js';

/** The same elements in another shape. */
export const reshaping: readonly LayerRule[] = [
  {
    classNames: ['Flatten'],
    flow: 'reshapes',
    channelStep: (layer) => {
      const [, ...sizes] = (layer.input as SymbolicTensor).shape as number[];
      return {
        kind: 'flatten',
        channels: sizes.at(-1)!,
        places: sizeOf(sizes.slice(0, -1)),
        apply: (x) => layer.call(x, { training: false }) as Tensor,
      };
    },
    imageStep: () => ({ kind: 'same' }),
    extract: reshape,
  },
  { classNames: ['Reshape'], flow: 'reshapes', extract: reshape },
];
