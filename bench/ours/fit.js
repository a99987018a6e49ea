// Seconds a step of the plain fit of a Sequential with GumbelSigmoidMask layers, after a first fit that warms up.
import { join } from 'node:path';
import { oneVsRest } from '@dum/datasets';
import { loadNetwork } from '@dum/experiments/store';
import { oneHot, tensor1d, tensor2d, train } from '@tensorflow/tfjs-core';
import { loadData } from './data.js';
import { maskedModel } from './masked-model.js';
import { openBackend, readSettings, report, seconds } from './process.js';

const settings = readSettings();
const { digits, learningRate, batchSize, steps, warmUp } = settings;
const backend = await openBackend(settings);
const [task] = oneVsRest(await loadData(settings), { classes: [`${digits[0]}`] });
const model = maskedModel(await loadNetwork(join(settings.prepared, 'network')), settings);
model.compile({ optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy' });

const fit = async (count) => {
  const rows = count * batchSize;
  const x = tensor2d(task.train.source.values.subarray(0, rows * 784), [rows, 784]);
  const y = oneHot(tensor1d(Int32Array.from(task.train.y.subarray(0, rows)), 'int32'), 2);
  await model.fit(x, y, { batchSize, epochs: 1, classWeight: { ...task.classWeights }, verbose: 0 });
};
await fit(warmUp);
const start = seconds();
await fit(steps);
report({ seconds: (seconds() - start) / steps, backend });
