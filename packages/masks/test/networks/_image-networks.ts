import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { textKey } from '@dum/masks/noise';
import { randomize } from './_networks.js';

/** Applies layers one after the other. */
export const through = (start: SymbolicTensor, ...all: readonly layers.Layer[]): SymbolicTensor =>
  all.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);

const join = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor => layer.apply(from) as SymbolicTensor;

const conv = (name: string, filters = 4, kernelSize = 3) => layers.conv2d({ filters, kernelSize, padding: 'same', useBias: false, name });
const norm = (name: string) => layers.batchNormalization({ name });
const relu = (name: string) => layers.reLU({ name });
const { add, concatenate, depthwiseConv2d, globalAveragePooling2d } = layers;

const ending = (x: SymbolicTensor, features: SymbolicTensor, name: string): LayersModel =>
  model({ inputs: x, outputs: through(features, layers.dense({ units: 3, activation: 'softmax', name: 'head' })), name });

const image = () => input({ shape: [6, 6, 2], name: 'x' });

const plain = (): LayersModel => {
  const x = image();
  const end = through(
    x,
    conv('conv'),
    norm('norm'),
    relu('relu'),
    layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
    layers.flatten({ name: 'flat' }),
    layers.dense({ units: 5, name: 'dense' }),
    layers.dropout({ rate: 0.5, name: 'drop' }),
    layers.activation({ activation: 'sigmoid', name: 'sigmoid' }),
  );
  return ending(x, end, 'plain');
};

const residual = (): LayersModel => {
  const x = image();
  const stem = through(x, conv('stem'), norm('stem_norm'), relu('stem_relu'));
  const first = through(stem, conv('a1', 5), norm('a1_norm'), relu('a1_relu'), conv('a2'), norm('a2_norm'));
  const joined = through(join(add({ name: 'a_add' }), stem, first), relu('a_relu'));
  const second = through(joined, conv('b1', 5), norm('b1_norm'), relu('b1_relu'), conv('b2'), norm('b2_norm'));
  const end = through(join(add({ name: 'b_add' }), joined, second), relu('b_relu'), globalAveragePooling2d({ name: 'pool' }));
  return ending(x, end, 'residual');
};

const preActivated = (): LayersModel => {
  const x = image();
  const stem = through(x, conv('stem'));
  const branch = through(stem, norm('a1_norm'), relu('a1_relu'), conv('a1', 5), norm('a2_norm'), relu('a2_relu'), conv('a2'));
  const end = through(
    join(add({ name: 'a_add' }), stem, branch),
    norm('end_norm'),
    relu('end_relu'),
    globalAveragePooling2d({ name: 'pool' }),
  );
  return ending(x, end, 'pre-activated');
};

const inverted = (): LayersModel => {
  const x = image();
  const relu6 = (name: string) => layers.reLU({ maxValue: 6, name });
  const depthwise = depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false, name: 'depthwise' });
  const stem = through(x, conv('stem'), norm('stem_norm'));
  const branch = through(
    stem,
    conv('expand', 8, 1),
    norm('expand_norm'),
    relu6('expand_relu'),
    layers.zeroPadding2d({ padding: 1, name: 'pad' }),
    layers.cropping2D({ cropping: 1, name: 'crop' }),
    depthwise,
    norm('depthwise_norm'),
    relu6('depthwise_relu'),
    conv('project', 4, 1),
    norm('project_norm'),
  );
  return ending(x, through(join(add({ name: 'join' }), stem, branch), globalAveragePooling2d({ name: 'pool' })), 'inverted');
};

const gated = (): LayersModel => {
  const x = image();
  const body = through(x, conv('conv'), relu('relu'));
  const gates = through(
    body,
    globalAveragePooling2d({ name: 'squeeze' }),
    layers.dense({ units: 2, activation: 'relu', name: 'narrow' }),
    layers.dense({ units: 4, activation: 'sigmoid', name: 'excite' }),
    layers.reshape({ targetShape: [1, 1, 4], name: 'shape' }),
  );
  return ending(x, through(join(layers.multiply({ name: 'scale' }), body, gates), layers.flatten({ name: 'flat' })), 'gated');
};

const inception = (): LayersModel => {
  const x = image();
  const stem = through(x, conv('stem'), relu('stem_relu'));
  const narrow = through(stem, conv('narrow', 2, 1), relu('narrow_relu'));
  const wide = through(
    stem,
    layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name: 'average' }),
    conv('wide', 3),
    relu('wide_relu'),
  );
  const end = through(
    join(concatenate({ name: 'both' }), narrow, wide),
    layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
    layers.flatten({ name: 'flat' }),
  );
  return ending(x, end, 'inception');
};

const denselyConnected = (): LayersModel => {
  const x = image();
  const stem = through(x, conv('stem'));
  const grown = through(stem, norm('a_norm'), relu('a_relu'), conv('a', 2));
  const end = through(
    join(concatenate({ name: 'both' }), stem, grown),
    norm('end_norm'),
    relu('end_relu'),
    globalAveragePooling2d({ name: 'pool' }),
  );
  return ending(x, end, 'densely-connected');
};

const transfer = (): LayersModel => {
  const inner = sequential({
    name: 'backbone',
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [6, 6, 2], name: 'conv' }),
      norm('norm'),
      relu('relu'),
      sequential({
        name: 'tail',
        layers: [
          layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [4, 4, 4], name: 'conv' }),
          layers.activation({ activation: 'tanh', name: 'tanh' }),
        ],
      }),
    ],
  });
  const x = image();
  const end = through(x, inner, layers.flatten({ name: 'flat' }), layers.dense({ units: 5, activation: 'relu', name: 'dense' }));
  return ending(x, end, 'transfer');
};

const twins = (): LayersModel => {
  const [left, right] = [input({ shape: [6, 6, 2], name: 'left' }), input({ shape: [6, 6, 2], name: 'right' })];
  const tower = sequential({
    name: 'tower',
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [6, 6, 2], name: 'conv' }),
      relu('relu'),
      layers.separableConv2d({ filters: 3, kernelSize: 2, name: 'separable' }),
      layers.leakyReLU({ name: 'leaky' }),
      layers.globalMaxPooling2d({ name: 'pool' }),
    ],
  });
  const both = join(concatenate({ name: 'both' }), tower.apply(left) as SymbolicTensor, tower.apply(right) as SymbolicTensor);
  const head = layers.dense({ units: 3, activation: 'softmax', name: 'head' });
  return model({ inputs: [left, right], outputs: through(both, head), name: 'twins' });
};

const makers = { plain, residual, preActivated, inverted, gated, inception, denselyConnected, transfer, twins };

export type ImageNetworkName = keyof typeof makers;
export const imageNetworkNames = Object.keys(makers) as ImageNetworkName[];

/** A network of one of the kinds that people bring, small, with random weights and statistics that are its own. */
export const makeImageNetwork = (name: ImageNetworkName): LayersModel => randomize(makers[name](), textKey(name));
