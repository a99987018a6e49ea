// Ours: the masks of all tasks in one pass, from the trained network in memory.
import { group, oneVsRest } from '@dum/datasets';
import { discoverSubnetworks, evaluateSubnetworks, mlp } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { createWorkerPool } from '@dum/experiments/workers';
import { keptUnits } from '@dum/masks/mask-set';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadData } from './data.js';
import { openBackend, readSettings, report, seconds } from './process.js';

const settings = readSettings();

/** As many different tasks as asked for: the digits, then pairs and triples of digits. */
const makeTasks = (data, count) => {
  const names = data.classNames;
  const pairs = names.flatMap((a, at) => names.slice(at + 1).map((b) => [a, b]));
  const triples = pairs.flatMap(([a, b]) => names.slice(names.indexOf(b) + 1).map((c) => [a, b, c]));
  const groups = [...pairs, ...triples].slice(0, Math.max(0, count - names.length));
  return [...oneVsRest(data), ...groups.map((classes) => group(data, { name: classes.join('+'), classes }))].slice(0, count);
};

const backend = await openBackend(settings);
const threads = backend === 'wasm' && settings.digits?.length !== 1 ? availableParallelism() : 1;
const workers = createWorkerPool({ threads });
const data = await loadData(settings);
const network =
  settings.width === undefined
    ? await loadNetwork(join(settings.prepared, 'network'))
    : mlp({ inputs: 784, hidden: [settings.width, 100], classes: 10, seed: settings.seed });
const tasks =
  settings.digits === undefined
    ? makeTasks(data, settings.tasks)
    : oneVsRest(data, { classes: settings.digits.map((digit) => `${digit}`) });

const start = seconds();
const found = await discoverSubnetworks(network, tasks, { ...settings.discovery, seed: settings.seed, workers });
const spent = seconds() - start;
await workers.close();

const subnetworks = found.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [subnetwork]));
const metrics = settings.width === undefined ? await evaluateSubnetworks(network, subnetworks, data.test) : [];
report({
  seconds: spent,
  threads,
  backend,
  diverged: found.filter(({ status }) => status === 'diverged').map(({ task }) => task),
  tasks: metrics.map(({ accuracy, balancedAccuracy }, at) => ({
    task: subnetworks[at].task,
    accuracy,
    balancedAccuracy,
    units: keptUnits(subnetworks[at].masks),
  })),
});
