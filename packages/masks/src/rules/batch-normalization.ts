import { add, batchNorm, customGrad, gather, mul, rsqrt, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { normalization } from '../kinds/normalization.js';
import { type Layer, weightsOf } from '../layers/layer.js';
import { otherAxis } from './_axes.js';
import type { LayerRule } from './layer-rule.js';

interface Config {
  readonly scale: boolean;
  readonly center: boolean;
  readonly epsilon: number;
  readonly axis: number | readonly number[];
}

/** The same normalization, with γ/√(σ² + ε) as its gradient: that of the fused operation repeats its statistics over the whole batch. */
const frozenCall = (layer: Layer): ((x: Tensor) => Tensor) | undefined => {
  const { scale, epsilon, axis } = layer.getConfig() as unknown as Config;
  const at = String(axis); // a number, or a list of one
  const own = layer.call.bind(layer);
  const normalize = (x: Tensor): Tensor => own(x, { training: false }) as Tensor;
  const normalizeScaled = customGrad((x) => ({
    value: normalize(x as Tensor),
    gradFunc: (slope) => {
      const weights = layer.getWeights();
      const inverse = rsqrt(add(weights.at(-1)!, epsilon));
      return mul(slope, scale ? mul(inverse, weights[0]!) : inverse);
    },
  }));
  return (x) => (at === '-1' || at === String(x.rank - 1) ? normalizeScaled(x) : normalize(x));
};

const namedWeights = (layer: Layer, values: readonly Float32Array[]) => {
  const { scale, center } = layer.getConfig() as unknown as Config;
  const [mean, variance] = values.slice(-2) as [Float32Array, Float32Array];
  const gamma = scale ? values[0]! : new Float32Array(mean.length).fill(1);
  const beta = center ? values.at(-3)! : new Float32Array(mean.length);
  return { gamma, beta, mean, variance };
};

/** Batch normalization: a scale and a shift for each channel. */
export const batchNormalization: LayerRule = {
  classNames: ['BatchNormalization'],
  flow: 'keeps',
  preservesZero: false,
  statistics: (layer) => {
    const [mean, variance] = weightsOf(layer).slice(-2);
    return { mean: mean!, variance: variance! };
  },
  channelAxes: (layer) => layer.weights.map(() => 0),
  refusal: otherAxis,
  frozenCall,
  channelStep: (layer) => {
    const { scale, center, epsilon } = layer.getConfig() as unknown as Config;
    if (otherAxis(layer) !== undefined) return undefined;
    const apply = (x: Tensor, channels: Tensor1D): Tensor => {
      const weights = layer.getWeights().map((weight) => gather(weight as Tensor1D, channels));
      const gamma = scale ? weights.shift() : undefined;
      const beta = center ? weights.shift() : undefined;
      const [mean, variance] = weights as [Tensor1D, Tensor1D];
      return batchNorm(x, mean, variance, beta, gamma, epsilon);
    };
    return { kind: 'apart', preservesZero: false, apply };
  },
  imageStep: (layer) => {
    const { epsilon } = layer.getConfig() as unknown as Config;
    if (otherAxis(layer) !== undefined) return undefined;
    const { gamma, beta, mean, variance } = namedWeights(
      layer,
      layer.getWeights().map((weight) => weight.dataSync<'float32'>()),
    );
    const factor = gamma.map((value, channel) => value / Math.sqrt(variance[channel]! + epsilon));
    return { kind: 'scale', factor, offset: beta.map((value, channel) => value - mean[channel]! * factor[channel]!) };
  },
  extract: ({ layer, weights }) => {
    const values = weights.map((weight) => weight.values);
    return normalization({ layer, ...namedWeights(layer, values) });
  },
};
