// Trains the network that all runs start from, and writes down which samples are held out.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadMnist } from '@dum/datasets/node';
import { evaluateNetwork, mlp, trainNetwork } from '@dum/experiments';
import { saveNetwork } from '@dum/experiments/store';
import { heldOutPlaces, loadData } from './data.js';
import { openBackend, readSettings, report } from './process.js';

const settings = readSettings();
await openBackend(settings);
const whole = await loadMnist({ folder: settings.data });
const data = await loadData({ data: settings.data });
const network = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed: settings.seed });
await trainNetwork(network, data, settings.training);
const { accuracy } = await evaluateNetwork(network, whole.test, whole.classNames);
await writeFile(join(settings.prepared, 'validation.json'), JSON.stringify(heldOutPlaces(whole.train)));
await saveNetwork(network, join(settings.prepared, 'network'));
report({ accuracy });
