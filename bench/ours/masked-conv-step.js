// Seconds of one step of ten tasks' masks in a residual network: the time between two looks of a search, which are a number of steps apart.
import { createSplit, oneVsRest } from '@dum/datasets';
import { discoverSubnetworks, residualNet } from '@dum/experiments';
import { openBackend, readSettings, report, seconds } from './process.js';

const settings = readSettings();
const { batchSize, side, filters, classes, seed } = settings;
/** The steps between two looks. */
const steps = 20;
const backend = await openBackend(settings);
const network = residualNet({ inputShape: [side, side, 3], filters, classes, seed });
const imagesOf = (role, count) => {
  const x = Float32Array.from({ length: count * side * side * 3 }, (_, at) => Math.sin(at * at));
  return createSplit(role, {
    x,
    y: Array.from({ length: count }, (_, row) => row % classes),
    sampleShape: [side, side, 3],
    classCount: classes,
  });
};
const classNames = Array.from({ length: classes }, (_, index) => `class ${index}`);
const data = { train: imagesOf('train', 2 * steps * batchSize), validation: imagesOf('validation', classes), classNames };
const tasks = oneVsRest(data);
const looks = new Map();
const stopped = new AbortController();
const onProgress = ({ phase, step }) => {
  if (phase !== 'masks') return;
  looks.set(step, looks.get(step) ?? seconds());
  if (step >= 2 * steps) stopped.abort();
};
await discoverSubnetworks(network, tasks, {
  ...{ batchSize, epochs: 2, memory: 4096, seed, onProgress, signal: stopped.signal },
}).catch((error) => {
  if (!stopped.signal.aborted) throw error;
});
report({ seconds: (looks.get(2 * steps) - looks.get(steps)) / steps, backend });
