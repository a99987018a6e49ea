import { input, initializers, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tensor } from '@tensorflow/tfjs-core';
import { createSplit, group, type Role, type Split } from '@dum/datasets';
import type { Samples } from '../src/samples.js';

const colours = 3;

/** The side of the pictures that the stand-in takes. */
export const side = 8;

/**
 * A small network of the kinds of layers of Tiny Darknet. The first three of its eight features are the means of red, green and blue, by
 * their weights; the others are small noise that no question needs.
 */
export const standIn = (size = side): LayersModel => {
  const photos = input({ shape: [size, size, colours] });
  const through = (tensor: SymbolicTensor, ...all: layers.Layer[]) =>
    all.reduce((from, layer) => layer.apply(from) as SymbolicTensor, tensor);
  const convolution = (name: string, filters: number, kernelSize: number) =>
    layers.conv2d({
      name,
      filters,
      kernelSize,
      padding: 'same',
      useBias: false,
      kernelInitializer: initializers.randomNormal({ stddev: 0.05, seed: 3 }),
    });
  const block = (name: string, kernelSize: number) => [
    convolution(name, 8, kernelSize),
    layers.batchNormalization({ name: `${name}_norm`, epsilon: 1e-3 }),
    layers.leakyReLU({ name: `${name}_leaky`, alpha: 0.1 }),
  ];
  const features = through(
    photos,
    ...block('first', 3),
    layers.maxPooling2d({ name: 'pool', poolSize: 2, padding: 'same' }),
    ...block('second', 1),
  );
  const classes = through(
    features,
    layers.conv2d({ name: 'classes', filters: 5, kernelSize: 1, kernelInitializer: initializers.glorotUniform({ seed: 4 }) }),
    layers.globalAveragePooling2d({ name: 'mean' }),
  );
  const network = model({ inputs: photos, outputs: classes });
  for (const name of ['first', 'second']) {
    const layer = network.getLayer(name);
    const [kernel] = layer.getWeights();
    const values = kernel!.dataSync().slice();
    const [window, inputs, filters] = [kernel!.shape[0] * kernel!.shape[1]!, kernel!.shape[2]!, kernel!.shape[3]!];
    const middle = Math.floor(window / 2) * inputs * filters;
    for (let colour = 0; colour < colours; colour++) values[middle + colour * filters + colour] = 1;
    layer.setWeights([tensor(values, kernel!.shape)]);
  }
  return network;
};

const names = ['red', 'green', 'blue'];

/** Pictures of one colour with noise, and the questions of whether they are red, or blue. */
export const colourSamples = (): Samples => {
  const data = { train: ofColours('train', 96, 1), validation: ofColours('validation', 48, 2), classNames: names };
  return { data, test: ofColours('test', 48, 3), tasks: ['red', 'blue'].map((name) => group(data, { name, classes: [name] })) };
};

const ofColours = <R extends Role>(role: R, count: number, seed: number): Split<R> => {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const y = Array.from({ length: count }, (_, at) => at % names.length);
  const size = side * side;
  const x = Float32Array.from({ length: count * size * colours }, (_, at) => {
    const [sample, colour] = [Math.floor(at / (size * colours)), at % colours];
    return 0.4 * random() + (y[sample] === colour ? 0.5 : 0);
  });
  return createSplit(role, { x, y, sampleShape: [side, side, colours], classCount: names.length });
};
