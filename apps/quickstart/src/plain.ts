import { oneHot, type Tensor, tensor1d, tensor2d, train } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import { GumbelSigmoidMask } from '@dum/masks';
import { settings } from './settings.js';

/** The hidden layers of a trained network, frozen, a mask behind each, and a new two-way softmax head. */
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

/** Fits mask logits and head, and nothing else, by plain `compile` and `fit`. */
export const fitMasks = async (
  model: Sequential,
  { train: samples, classWeights }: Task,
  epochs: number,
  log: (line: string) => void,
): Promise<void> => {
  const { learningRate, batchSize } = settings.plain;
  model.compile({ optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const x = tensor2d(samples.x, [samples.count, samples.x.length / samples.count]);
  const labels = tensor1d(samples.y, 'int32');
  const y = oneHot(labels, 2);
  await model.fit(x, y, {
    epochs,
    batchSize: Math.min(batchSize, samples.count),
    shuffle: false,
    classWeight: { ...classWeights },
    verbose: 0,
    callbacks: { onEpochEnd: (epoch, logs) => log(`  epoch ${epoch + 1} of ${epochs}: loss ${logs!.loss!.toFixed(4)}`) },
  });
  for (const tensor of [x, labels, y]) tensor.dispose();
};

/** The model's outputs for a split, `[samples, 2]`: `predict` uses the hard mask. */
export const predictAll = async (model: Sequential, { x, count }: Split): Promise<Float32Array> => {
  const input = tensor2d(x, [count, x.length / count]);
  const output = model.predict(input, { batchSize: 1000 }) as Tensor;
  const values = (await output.data()) as Float32Array;
  input.dispose();
  output.dispose();
  return values;
};
