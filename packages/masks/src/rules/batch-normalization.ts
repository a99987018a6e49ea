import { normalization } from '../kinds/normalization.js';
import { otherAxis } from './_axes.js';
import type { LayerRule } from './layer-rule.js';

/** Batch normalization: a scale and a shift for each channel. */
export const batchNormalization: LayerRule = {
  classNames: ['BatchNormalization'],
  flow: 'keeps',
  preservesZero: false,
  channelAxes: (layer) => layer.weights.map(() => 0),
  refusal: otherAxis,
  extract: ({ layer, weights }) => {
    const { scale, center } = layer.getConfig() as { scale: boolean; center: boolean };
    const values = weights.map((weight) => weight.values);
    const [mean, variance] = values.slice(-2) as [Float32Array, Float32Array];
    const gamma = scale ? values[0]! : new Float32Array(mean.length).fill(1);
    const beta = center ? values.at(-3)! : new Float32Array(mean.length);
    return normalization({ layer, gamma, beta, mean, variance });
  },
};
