import { mixing } from '../kinds/mixing.js';
import { otherAxis } from './_axes.js';
import type { LayerRule } from './layer-rule.js';

/** Layer normalization, whose mean and variance are those of all channels. */
export const layerNormalization: LayerRule = {
  classNames: ['LayerNormalization'],
  flow: 'entangles',
  channelAxes: (layer) => layer.weights.map(({ shape }) => (otherAxis(layer) === undefined ? shape.length - 1 : null)),
  extract: mixing,
};
