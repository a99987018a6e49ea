import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { makeNetwork, randomize } from '../networks/example-networks.js';
import { type Bits, extracted, readOutOf } from './_extracted.js';

const image = (...stack: layers.Layer[]): LayersModel =>
  randomize(sequential({ layers: [layers.inputLayer({ inputShape: [6, 6, 2] }), ...stack, layers.dense({ units: 3, name: 'head' })] }));

const conv = (name: string, args: Partial<Parameters<typeof layers.conv2d>[0]> = {}) =>
  layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', name, ...args });
const flatten = () => layers.flatten({ name: 'flat' });
const half = [1, 0, 0, 1];

interface Case {
  readonly network: () => LayersModel;
  readonly bits: Bits;
  /** Layers behind the input, with the shapes of their weights. */
  readonly layers: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'a chain of dense layers': {
    network: () => makeNetwork('chain'),
    bits: { first: [1, 0, 0, 1, 1, 0, 0], second: [0, 1, 0, 1, 0] },
    layers: ['first 4×3 3', 'second 3×2 2', 'last 2×3 3'],
  },
  'a convolution before a dense layer, its positions with it': {
    network: () => image(conv('conv'), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'flat', 'head 32×3 3'],
  },
  'convolutions with strides and without bias': {
    network: () => image(conv('conv', { strides: 2, padding: 'same', useBias: false }), conv('next', { kernelSize: 2 }), flatten()),
    bits: { conv: half, next: [1, 1, 1, 0] },
    layers: ['conv 3×3×2×2', 'next 2×2×2×3 3', 'flat', 'head 12×3 3'],
  },
  'a convolution with dilation': {
    network: () => image(conv('conv', { dilationRate: 2 }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'flat', 'head 8×3 3'],
  },
  'a one-dimensional convolution and its pooling': {
    network: () =>
      randomize(
        sequential({
          layers: [
            layers.conv1d({ filters: 4, kernelSize: 3, inputShape: [8, 2], activation: 'relu', name: 'conv' }),
            layers.maxPooling1d({ poolSize: 2, name: 'pool' }),
            flatten(),
            layers.dense({ units: 3, name: 'head' }),
          ],
        }),
      ),
    bits: { conv: half },
    layers: ['conv 3×2×2 2', 'pool', 'flat', 'head 6×3 3'],
  },
  'a depthwise convolution': {
    network: () => image(conv('conv'), layers.depthwiseConv2d({ kernelSize: 2, activation: 'relu', name: 'depth' }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'depth 2×2×2×1 2', 'flat', 'head 18×3 3'],
  },
  'a depthwise convolution whose outputs go by the channel that makes them': {
    network: () =>
      image(layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, name: 'depth' }), conv('conv', { filters: 2 }), flatten()),
    bits: { depth: [0, 0, 0, 1] },
    layers: ['depth 2×2×2×2 4', 'conv 3×3×4×2 2', 'flat', 'head 18×3 3'],
  },
  'a separable convolution': {
    network: () => image(conv('conv'), layers.separableConv2d({ filters: 4, kernelSize: 2, activation: 'relu', name: 'apart' }), flatten()),
    bits: { conv: half, apart: [0, 1, 1, 1] },
    layers: ['conv 3×3×2×2 2', 'apart_depthwise 2×2×2×1', 'apart 1×1×2×3 3', 'flat', 'head 27×3 3'],
  },
  'batch normalization, before the mask': {
    network: () =>
      image(conv('conv', { activation: 'linear' }), layers.batchNormalization({ name: 'norm' }), layers.reLU({ name: 'relu' }), flatten()),
    bits: { relu: half },
    layers: ['conv 3×3×2×2 2', 'norm 2 2 2 2', 'relu', 'flat', 'head 32×3 3'],
  },
  'batch normalization behind the mask, its constants folded into the next layer': {
    network: () => image(conv('conv'), layers.batchNormalization({ name: 'norm' }), conv('next', { padding: 'valid' }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'norm 2 2 2 2', 'next 3×3×2×4 4', 'flat', 'head 16×3 3'],
  },
  'activations of which 0 is not 0': {
    network: () => image(conv('conv', { activation: 'linear' }), layers.activation({ activation: 'sigmoid', name: 'sigmoid' }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'sigmoid', 'flat', 'head 32×3 3'],
  },
  'pooling, upsampling, cropping and zero padding': {
    network: () =>
      image(
        conv('conv'),
        layers.maxPooling2d({ poolSize: 2, name: 'max' }),
        layers.upSampling2d({ size: [2, 2], name: 'up' }),
        layers.zeroPadding2d({ padding: 1, name: 'pad' }),
        layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same', name: 'mean' }),
        layers.cropping2D({ cropping: 1, name: 'crop' }),
        flatten(),
      ),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'max', 'up', 'pad', 'mean', 'crop', 'flat', 'head 32×3 3'],
  },
  'global pooling': {
    network: () => image(conv('conv'), layers.globalAveragePooling2d({ name: 'mean' })),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'mean', 'head 2×3 3'],
  },
  'dropout, which goes': {
    network: () => image(conv('conv'), layers.dropout({ rate: 0.5, name: 'drop' }), flatten(), layers.gaussianNoise({ stddev: 1 })),
    bits: { drop: half },
    layers: ['conv 3×3×2×2 2', 'flat', 'head 32×3 3'],
  },
  reshape: {
    network: () =>
      image(conv('conv'), layers.reshape({ targetShape: [16, 4], name: 'rows' }), layers.dense({ units: 2, name: 'each' }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'rows', 'each 2×2 2', 'flat', 'head 32×3 3'],
  },
  rescaling: {
    network: () =>
      image(layers.rescaling({ scale: 0.1, offset: -1, name: 'scale' }), conv('conv'), layers.leakyReLU({ name: 'leaky' }), flatten()),
    bits: { conv: half },
    layers: ['scale', 'conv 3×3×2×2 2', 'leaky', 'flat', 'head 32×3 3'],
  },
  'rescaling by a number for each channel, of which those that go take theirs along': {
    network: () => image(conv('conv'), layers.rescaling({ scale: [1, 2, 3, 4] as unknown as number, name: 'scale' }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×3×2×2 2', 'scale', 'flat', 'head 32×3 3'],
  },
  'a transposed convolution': {
    network: () =>
      image(conv('conv'), layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, activation: 'relu', name: 'up' }), flatten()),
    bits: { conv: half, up: [1, 0, 1] },
    layers: ['conv 3×3×2×2 2', 'up 3×3×2×2 2', 'flat', 'head 162×3 3'],
  },
  'a transposed convolution of constants that no bias can hold': {
    network: () =>
      image(
        conv('conv'),
        layers.activation({ activation: 'sigmoid', name: 'sigmoid' }),
        layers.conv2dTranspose({ filters: 2, kernelSize: 2, padding: 'same', name: 'up' }),
        flatten(),
      ),
    bits: { sigmoid: half },
    layers: ['conv 3×3×2×2 2', 'sigmoid', 'up 2×2×2×2 2', 'flat', 'head 32×3 3'],
  },
  'activation layers of each kind': {
    network: () =>
      image(
        conv('conv', { activation: 'linear' }),
        layers.reLU({ name: 'relu', maxValue: 6 }),
        layers.elu({ name: 'elu' }),
        layers.leakyReLU({ name: 'leaky' }),
        layers.thresholdedReLU({ name: 'theta' }),
        layers.activation({ activation: 'tanh', name: 'tanh' }),
        flatten(),
      ),
    bits: { tanh: half },
    layers: ['conv 3×3×2×2 2', 'relu', 'elu', 'leaky', 'theta', 'tanh', 'flat', 'head 32×3 3'],
  },
  'a parametric relu with a slope for each element': {
    network: () => image(conv('conv', { activation: 'linear' }), layers.prelu({ name: 'slopes' }), flatten()),
    bits: { slopes: half },
    layers: ['conv 3×3×2×2 2', 'slopes 4×4×2', 'flat', 'head 32×3 3'],
  },
  'parametric relus with slopes for each channel, and for each row': {
    network: () =>
      image(
        conv('conv', { activation: 'linear' }),
        layers.prelu({ name: 'channels', sharedAxes: [1, 2] }),
        layers.prelu({ name: 'rows', sharedAxes: [2, 3] }),
        flatten(),
      ),
    bits: { rows: half },
    layers: ['conv 3×3×2×2 2', 'channels 1×1×2', 'rows 4×1×1', 'flat', 'head 32×3 3'],
  },
  'axes in another order, with the channels last': {
    network: () => image(conv('conv', { kernelSize: [3, 2] }), layers.permute({ dims: [2, 1, 3], name: 'turn' }), flatten()),
    bits: { conv: half },
    layers: ['conv 3×2×2×2 2', 'turn', 'flat', 'head 40×3 3'],
  },
  'a vector and an image, multiplied and added': {
    network: () => {
      const x = input({ shape: [6, 6, 2], name: 'x' });
      const to = (layer: layers.Layer, ...from: SymbolicTensor[]) => layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;
      const made = to(conv('conv'), x);
      const gate = to(layers.dense({ units: 4, name: 'gate' }), to(layers.globalAveragePooling2d({ name: 'mean' }), made));
      const both = to(layers.add({ name: 'sum' }), gate, to(layers.multiply({ name: 'product' }), made, gate));
      return randomize(model({ inputs: x, outputs: to(layers.dense({ units: 3, name: 'head' }), to(flatten(), both)) }));
    },
    bits: { conv: { places: ['conv', 'gate'], shape: [4], kept: half } },
    layers: ['conv 3×3×2×2 2', 'mean', 'gate 2×2 2', 'product', 'sum', 'flat', 'head 32×3 3'],
  },
  'masks of elements behind a dense read-out': {
    network: () => image(conv('conv', { kernelSize: 5 }), flatten()),
    bits: { conv: { shape: [2, 2, 4], kept: [1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1] } },
    layers: ['conv 5×5×2×3 3', 'flat', 'head 12×3 3'],
  },
  'masks of flattened positions': {
    network: () => image(conv('conv', { kernelSize: 6 }), flatten()),
    bits: { flat: half },
    layers: ['conv 6×6×2×2 2', 'flat', 'head 2×3 3'],
  },
  'nested networks, laid open': {
    network: () => makeNetwork('nested'),
    bits: { first: half },
    layers: ['first 4×2 2', 'inner_frozen 2×4 4', 'inner_norm 4 4 4 4', 'inner_free 4×4 4', 'inner_norm_2 4 4 4 4', 'last 4×2 2'],
  },
  'concatenated branches, and the units that an add ties': {
    network: () => makeNetwork('branches'),
    bits: { left: [1, 1, 1, 1, 1, 0], deep: [0, 0, 1, 1, 1, 1] },
    layers: ['left 4×5 5', 'deep 5×4 4', 'right 4×4 4', 'sum', 'both', 'last 13×3 3'],
  },
};

describe('extraction of each kind of layer', () => {
  it.each(Object.entries(cases))('%s', async (_, { network, bits, layers: expected }) => {
    const found = await extracted(network(), { bits });
    expect(found.layers).toEqual(expected);
    expect(found.certificate.retained.filter(({ reason }) => reason !== 'tied')).toEqual([]);
  });

  it.each(Object.entries(cases))('%s, with a read-out in place of the head', async (_, { network, bits, layers: expected }) => {
    const made = network();
    const features = made.layers.at(-1)!.inboundNodes[0]!.inputTensors[0]!.shape.slice(1) as number[];
    const readOut = readOutOf(features.reduce((product, size) => product * size, 1));
    const found = await extracted(made, { bits, readOut });
    expect(found.layers.slice(0, -2)).toEqual(expected.slice(0, -1));
    expect(found.layers.slice(-2)).toEqual([expected.at(-1)!.replace(/^\w+ (\d+)×\d+ \d+$/, 'logits $1×2 2'), 'softmax']);
  });
});
