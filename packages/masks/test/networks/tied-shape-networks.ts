import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { noiseKey } from '@dum/masks/noise';
import { randomize } from './_networks.js';

const { add, concatenate, conv2d, dense, flatten, reshape } = layers;
const to = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

/** A convolution whose elements are added, flattened, to the units of a dense layer, and read by another convolution besides. */
export const flattened = (): LayersModel => {
  const x = input({ shape: [4, 4, 2], name: 'x' });
  const conv = to(conv2d({ filters: 3, kernelSize: 2, activation: 'relu', name: 'conv' }), x);
  const side = to(dense({ units: 27, activation: 'sigmoid', name: 'side' }), to(flatten({ name: 'flat_x' }), x));
  const sum = to(add({ name: 'sum' }), to(flatten({ name: 'flat' }), conv), side);
  const other = to(flatten({ name: 'flat_other' }), to(conv2d({ filters: 2, kernelSize: 3, name: 'other' }), conv));
  const both = to(concatenate({ name: 'both' }), sum, other);
  return randomize(model({ inputs: x, outputs: to(dense({ units: 3, activation: 'softmax', name: 'head' }), both) }), 3);
};

/** A dense layer whose units are added, as an image, to those of a convolution, and read by another dense layer besides. */
export const imaged = (): LayersModel => {
  const x = input({ shape: [3, 3, 2], name: 'x' });
  const wide = to(dense({ units: 18, activation: 'relu', name: 'wide' }), to(flatten({ name: 'flat_x' }), x));
  const conv = to(conv2d({ filters: 2, kernelSize: 2, padding: 'same', name: 'conv' }), x);
  const sum = to(add({ name: 'sum' }), to(reshape({ targetShape: [3, 3, 2], name: 'image' }), wide), conv);
  const next = to(flatten({ name: 'flat' }), to(conv2d({ filters: 3, kernelSize: 2, name: 'next' }), sum));
  const both = to(concatenate({ name: 'both' }), next, to(dense({ units: 4, activation: 'relu', name: 'narrow' }), wide));
  return randomize(model({ inputs: x, outputs: to(dense({ units: 2, activation: 'softmax', name: 'head' }), both) }), 4);
};

/** Bits that are the same for one seed. */
export const bitsOf = (size: number, seed: number): number[] =>
  Array.from({ length: size }, (_, unit) => (noiseKey(seed, unit) % 3 === 0 ? 0 : 1));
