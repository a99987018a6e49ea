import { oneHot, type Tensor, tensor1d, tensor2d, train } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import { GumbelSigmoidMask } from '@dum/masks';
import { settings } from './settings.js';

/** An untrained 784-300-100-10 network. */
export const createNetwork = (): Sequential => {
  const dense = (units: number, at: number, activation: 'relu' | 'softmax') =>
    layers.dense({
      units,
      activation,
      name: at === 2 ? 'head' : `dense_${units}`,
      kernelInitializer: initializers.glorotUniform({ seed: settings.seed + at }),
      ...(at === 0 ? { inputShape: [784] } : {}),
    });
  return sequential({ layers: [dense(300, 0, 'relu'), dense(100, 1, 'relu'), dense(10, 2, 'softmax')] });
};

/** The frozen hidden layers of a trained network, each followed by a mask, and a linear probe: a new softmax layer with two outputs. */
export const maskedModel = (network: LayersModel): Sequential => {
  const { alpha, initialKeepProbability } = settings.plain;
  const model = sequential();
  for (const hidden of network.layers.slice(0, -1)) {
    const [kernel, bias] = hidden.getWeights();
    const [inputs, units] = kernel!.shape as [number, number];
    model.add(layers.dense({ units, inputShape: [inputs], activation: 'relu', name: hidden.name, trainable: false }));
    model.layers.at(-1)!.setWeights([kernel!, bias!]);
    model.add(new GumbelSigmoidMask({ alpha, initialKeepProbability, name: `${hidden.name}_mask`, seed: settings.seed }));
  }
  const kernelInitializer = initializers.glorotUniform({ seed: settings.seed });
  model.add(layers.dense({ units: 2, activation: 'softmax', name: 'is_zero', kernelInitializer }));
  return model;
};

/**
 * `compile` and `fit` on one-hot labels.
 *
 * `shuffle` is off because `fit` shuffles by `Math.random`, which cannot be seeded; MNIST is in random order already.
 */
export const fit = async (model: Sequential, { source, y }: Split, classes: number, options: FitOptions): Promise<void> => {
  const { learningRate, batchSize, epochs, classWeight, log } = options;
  model.compile({ optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const inputs = tensor2d(source.values!, [y.length, source.values!.length / y.length]);
  const labels = tensor1d(Int32Array.from(y), 'int32');
  const targets = oneHot(labels, classes);
  await model.fit(inputs, targets, {
    epochs,
    batchSize: Math.min(batchSize, y.length),
    shuffle: false,
    ...(classWeight === undefined ? {} : { classWeight: { ...classWeight } }),
    verbose: 0,
    callbacks: { onEpochEnd: (epoch, logs) => log(`  epoch ${epoch + 1} of ${epochs}: loss ${logs!.loss!.toFixed(4)}`) },
  });
  for (const tensor of [inputs, labels, targets]) tensor.dispose();
};

/** Options of {@link fit}. */
export interface FitOptions {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly classWeight?: readonly number[];
  readonly log: (line: string) => void;
}

/** The model's outputs for a split, `[samples, classes]`: `predict` uses the hard mask. */
export const predictAll = async (model: Sequential, { source, count }: Split): Promise<Float32Array> => {
  const input = tensor2d(source.values!, [count, source.values!.length / count]);
  const output = model.predict(input, { batchSize: 1000 }) as Tensor;
  const values = (await output.data()) as Float32Array;
  input.dispose();
  output.dispose();
  return values;
};
