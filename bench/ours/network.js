// Trains 784-300-100-10 until it has the validation accuracy asked for.
import { mlp, trainNetwork } from '@dum/experiments';
import { loadData } from './data.js';
import { openBackend, readSettings, report, seconds } from './process.js';

const settings = readSettings();
const backend = await openBackend(settings);
const data = await loadData(settings);
const { batchSize, learningRate, epochs, seed } = settings;
const reached = new AbortController();
let last;

const start = seconds();
let spent = null;
const network = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed });
const onProgress = ({ record }) => {
  if (record === undefined) return;
  last = record;
  if (record.validationAccuracy < settings.accuracy) return;
  spent ??= seconds() - start;
  reached.abort();
};
try {
  await trainNetwork(network, data, { batchSize, learningRate, epochs, seed, onProgress, signal: reached.signal });
} catch (error) {
  if (!reached.signal.aborted) throw error;
}
report({ seconds: spent, backend, epochs: last.epoch, validationAccuracy: last.validationAccuracy });
