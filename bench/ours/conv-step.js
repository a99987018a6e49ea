// Seconds of one training step of a small convolutional network: two 3×3 convolutions, a pool, a dense layer.
import { losses, oneHot, randomUniform, tensor1d, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { openBackend, readSettings, report, seconds } from './process.js';

const settings = readSettings();
const { batchSize, steps, warmUp } = settings;
const backend = await openBackend(settings);
const network = sequential({
  layers: [
    layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 10 }),
  ],
});
const x = randomUniform([batchSize, 28, 28, 1], 0, 1, 'float32', settings.seed);
const labels = Int32Array.from({ length: batchSize }, (_, row) => row % 10);
const y = oneHot(tensor1d(labels, 'int32'), 10);
const adam = train.adam(1e-3);
const step = async () => {
  const loss = adam.minimize(() => losses.softmaxCrossEntropy(y, network.apply(x, { training: true })), true);
  await loss.data();
  loss.dispose();
};
for (let at = 0; at < warmUp; at++) await step();
const start = seconds();
for (let at = 0; at < steps; at++) await step();
report({ seconds: (seconds() - start) / steps, backend });
