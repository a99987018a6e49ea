import { add, batchNorm, conv2d, gather, matMul, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { channelsOfUnit, UnitMask, readsAtOnce } from '@dum/masks';
import { isDense, isOnlyBehind } from '../../networks/dense-layers.js';
import { size } from '../../networks/input-rows.js';
import type { MaskedBody } from '../masked-body.js';

/** One step of a chain, applied to a subset of the channels. */
export type ChannelStep =
  /** The mask of this place in the body. */
  | { readonly kind: 'mask'; readonly mask: number }
  /** Each output channel depends on that channel only. */
  | { readonly kind: 'apart'; readonly apply: (x: Tensor, channels: Tensor1D) => Tensor }
  /** A frozen kernel, from a subset of inputs to a subset of units. */
  | { readonly kind: 'kernel'; readonly units: number; readonly apply: (x: Tensor, inputs: Tensor1D, wanted: Tensor1D) => Tensor }
  /** Each value becomes a channel: `channels` of them at each of `places`. */
  | { readonly kind: 'flatten'; readonly channels: number; readonly places: number; readonly apply: (x: Tensor) => Tensor };

type Layer = layers.Layer;

/**
 * The steps of a body whose tail is one chain: a mask, then convolutions, dense layers, more masks and layers that act on each channel
 * separately. Undefined for any other body.
 *
 * Also undefined on backends whose results can't be read synchronously: they pool memory by tensor size, and the number of kept channels
 * keeps changing.
 */
export const readChannelChain = ({ tail, masks }: MaskedBody): readonly ChannelStep[] | undefined => {
  if (!readsAtOnce()) return undefined;
  const [, ...chain] = tail.layers;
  if (!chain.every((layer, at) => isOnlyBehind(layer, tail.layers[at]!))) return undefined;
  const steps = chain.map((layer) => {
    if (!(layer instanceof UnitMask)) return stepOf(layer);
    const mask = masks.findIndex(({ mask: { name } }) => name === layer.name);
    const isOfChannels = layer.logits.shape.length === 2 && channelsOfUnit(layer.granularity) === 1;
    return isOfChannels && mask >= 0 ? { kind: 'mask' as const, mask } : undefined;
  });
  return steps[0]?.kind === 'mask' && steps.every((step) => step !== undefined) ? steps : undefined;
};

const keepsApart: ReadonlySet<string> = new Set([
  ...['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Dropout', 'SpatialDropout2D', 'ZeroPadding2D', 'UpSampling2D'],
  ...['MaxPooling2D', 'AveragePooling2D', 'GlobalMaxPooling2D', 'GlobalAveragePooling2D'],
]);

interface Config {
  readonly dataFormat?: string;
  readonly activation?: string;
  readonly axis: number;
  readonly scale: boolean;
  readonly center: boolean;
  readonly epsilon: number;
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dilationRate: [number, number];
}

const stepOf = (layer: Layer): ChannelStep | undefined => {
  const kind = layer.getClassName();
  const config = layer.getConfig() as unknown as Config;
  const shape = layer.outputShape as number[];
  if (config.dataFormat === 'channelsFirst' || config.activation === 'softmax') return undefined;
  const call = (x: Tensor): Tensor => layer.call(x, { training: false }) as Tensor;
  if (kind === 'Flatten') {
    const [, ...sizes] = (layer.input as { shape: number[] }).shape;
    return { kind: 'flatten', channels: sizes.at(-1)!, places: size(sizes.slice(0, -1)), apply: call };
  }
  if (keepsApart.has(kind)) return { kind: 'apart', apply: call };
  if (kind === 'BatchNormalization' && [-1, shape.length - 1].includes(config.axis))
    return { kind: 'apart', apply: normalizing(layer, config) };
  if (kind === 'Conv2D' || isDense(layer)) return { kind: 'kernel', units: shape.at(-1)!, apply: multiplying(layer, config) };
  return undefined;
};

const normalizing =
  (layer: Layer, { scale, center, epsilon }: Config) =>
  (x: Tensor, channels: Tensor1D): Tensor => {
    const weights = layer.getWeights().map((weight) => gather(weight as Tensor1D, channels));
    const gamma = scale ? weights.shift() : undefined;
    const beta = center ? weights.shift() : undefined;
    const [mean, variance] = weights as [Tensor1D, Tensor1D];
    return batchNorm(x, mean, variance, beta, gamma, epsilon);
  };

const multiplying = (layer: Layer, { strides, padding, dilationRate }: Config) => {
  const { activation } = layer as unknown as { readonly activation: { apply(x: Tensor): Tensor } };
  return (x: Tensor, inputs: Tensor1D, wanted: Tensor1D): Tensor => {
    const [kernel, bias] = layer.getWeights() as [Tensor, Tensor1D | undefined];
    const axis = kernel.rank - 2;
    const cut = gather(gather(kernel, inputs, axis), wanted, axis + 1);
    const product =
      kernel.rank === 2
        ? matMul(x as Tensor2D, cut as Tensor2D)
        : conv2d(x as Tensor4D, cut as Tensor4D, strides, padding, 'NHWC', dilationRate);
    return activation.apply(bias === undefined ? product : add(product, gather(bias, wanted)));
  };
};
