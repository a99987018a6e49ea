import { useBackend } from '@dum/backend';
import { group, splitTrainValidation, twoTasks } from '@dum/datasets';
import { discoverSubnetwork, evaluateSubnetworks, mlp, trainNetwork } from '@dum/experiments';
import { keptUnits, totalUnits } from '@dum/masks/mask-set';
import { binaryConcrete } from './binary-concrete.js';

await useBackend('wasm');
const data = twoTasks({ seed: 1 });
const splits = { ...data, ...splitTrainValidation(data.train, { validation: 400, seed: 1 }) };
const network = mlp({ inputs: 16, hidden: [32], classes: 4 });
await trainNetwork(network, splits, { epochs: 5, batchSize: 50, learningRate: 0.01 });

const task = group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] });
const { subnetwork } = await discoverSubnetwork(network, task, { estimator: binaryConcrete(), alpha: 1e-2, batchSize: 50 });
if (subnetwork === undefined) throw new Error('the search diverged');
const [found] = await evaluateSubnetworks(network, [subnetwork], data.test);
console.log(subnetwork.estimator, 'keeps', keptUnits(subnetwork.masks), 'of', totalUnits(subnetwork.masks), 'units,');
console.log('balanced accuracy', found!.balancedAccuracy?.toFixed(2));
