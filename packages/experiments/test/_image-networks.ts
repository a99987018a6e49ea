import { abs, add, randomNormal } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { noiseKey } from '@dum/masks/noise';
import { convNet, residualNet } from '@dum/experiments';

const through = (start: SymbolicTensor, ...all: readonly layers.Layer[]): SymbolicTensor =>
  all.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);

/** Windows of many kinds: rectangular and even ones, strides, both paddings, largest and mean values, and layers that nothing else precedes. */
const windows = (): LayersModel => {
  const x = input({ shape: [9, 8, 2] });
  const first = through(
    x,
    layers.conv2d({ filters: 5, kernelSize: [3, 2], strides: [2, 1], padding: 'same', activation: 'relu', name: 'first' }),
    layers.conv2d({ filters: 6, kernelSize: 2, padding: 'same', name: 'second' }),
    layers.leakyReLU({ alpha: 0.2 }),
    layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    layers.batchNormalization(),
  );
  const second = through(
    first,
    layers.conv2d({ filters: 9, kernelSize: 2, strides: 1, padding: 'valid', useBias: false, name: 'third' }),
    layers.batchNormalization({ scale: false }),
    layers.reLU(),
    layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'valid' }),
    layers.conv2d({ filters: 4, kernelSize: 3, strides: 3, padding: 'same', name: 'fourth' }),
    layers.activation({ activation: 'relu' }),
    layers.flatten(),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 7, activation: 'relu', name: 'dense' }),
    layers.dense({ units: 4, name: 'head' }),
  );
  return model({ inputs: x, outputs: second });
};

/** A sum of three images, normalized before its activation. */
const sums = (): LayersModel => {
  const x = input({ shape: [5, 5, 2] });
  const convolution = (name: string) => layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', name });
  const first = through(
    x,
    convolution('stem'),
    layers.reLU(),
    convolution('a'),
    layers.batchNormalization({ center: false }),
    layers.reLU(),
  );
  const second = through(first, convolution('b'), layers.activation({ activation: 'relu' }));
  const third = through(second, convolution('c'));
  const joined = layers.add().apply([first, second, third]) as SymbolicTensor;
  const end = through(
    joined,
    layers.batchNormalization(),
    layers.reLU(),
    layers.globalAveragePooling2d({}),
    layers.dense({ units: 4, name: 'head' }),
  );
  return model({ inputs: x, outputs: end });
};

/** Networks that image passes run, each with random weights and statistics. */
export const imageNetworks: Readonly<Record<string, () => LayersModel>> = {
  'a residual network': () => residualNet({ inputShape: [6, 6, 2], filters: [5, 9], classes: 4, seed: 3 }),
  'layers that run by tiles': () => convNet({ inputShape: [6, 4, 1], filters: [24, 12], classes: 4, batchNormalization: true, seed: 3 }),
  'stages with pooling': () => convNet({ inputShape: [6, 6, 1], filters: [4, 8], classes: 4, seed: 3 }),
  'windows of many kinds': windows,
  'sums of three': sums,
};

/** The network with random weights and statistics. */
export const randomized = (make: () => LayersModel): LayersModel => {
  const network = make();
  network.layers.forEach((layer, at) => {
    const weights = layer.getWeights().map(({ shape }, index) => {
      const values = randomNormal(shape, 0, 0.5, 'float32', noiseKey(at, index) | 1);
      return layer.getClassName() === 'BatchNormalization' ? add(abs(values), 0.2) : values;
    });
    layer.setWeights(weights);
  });
  return network;
};
