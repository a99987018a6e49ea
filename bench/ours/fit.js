// Seconds a step of the plain fit of a Sequential with GumbelSigmoidMask layers, after a first fit that warms up.
import { GumbelSigmoidMask } from '@dum/masks';
import { loadNetwork } from '@dum/experiments/store';
import { oneVsRest, takeFirst } from '@dum/datasets';
import { oneHot, tensor1d, tensor2d, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { join } from 'node:path';
import { loadData } from './data.js';
import { openBackend, readSettings, report, seconds } from './process.js';

const settings = readSettings();
const { alpha, initialKeepProbability, learningRate, batchSize, steps, warmUp, seed } = settings;
const backend = await openBackend(settings);
const network = await loadNetwork(join(settings.prepared, 'network'));
const data = await loadData(settings);
const [task] = oneVsRest({ ...data, train: takeFirst(data.train, steps * batchSize) }, { classes: [`${settings.digits[0]}`] });

const model = sequential();
for (const hidden of network.layers.slice(0, -1)) {
  const [kernel, bias] = hidden.getWeights();
  const [inputs, units] = kernel.shape;
  model.add(layers.dense({ units, inputShape: [inputs], activation: 'relu', name: hidden.name, trainable: false }));
  model.layers.at(-1).setWeights([kernel, bias]);
  model.add(new GumbelSigmoidMask({ alpha, initialKeepProbability, name: `${hidden.name}_mask`, seed }));
}
model.add(layers.dense({ units: 2, activation: 'softmax', name: 'head' }));
model.compile({ optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy' });

const fit = async (count) => {
  const rows = count * batchSize;
  const x = tensor2d(task.train.x.subarray(0, rows * 784), [rows, 784]);
  const y = oneHot(tensor1d(task.train.y.subarray(0, rows), 'int32'), 2);
  await model.fit(x, y, { batchSize, epochs: 1, classWeight: { ...task.classWeights }, verbose: 0 });
};
await fit(warmUp);
const start = seconds();
await fit(steps);
report({ seconds: (seconds() - start) / steps, backend });
