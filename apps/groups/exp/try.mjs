import { useBackend } from '@dum/backend';
import { oneVsRest, splitTrainValidation } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import { discoverSubnetworks, evaluateSubnetworks, subnetworksOf } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { keepUnits, keptUnits } from '@dum/masks';
await useBackend('wasm');
const mnist = await loadMnist();
const data = { ...mnist, ...splitTrainValidation(mnist.train, { validation: 5000, seed: 1 }) };
const network = await loadNetwork('/tmp/lead-net');
const mean = (a) => a.reduce((x, y) => x + y, 0) / a.length;
for (const text of process.argv.slice(2)) {
  const o = eval(`(${text})`);
  const t = Date.now();
  const found = await discoverSubnetworks(network, oneVsRest(data), o);
  const subs = subnetworksOf(found);
  const m = await evaluateSubnetworks(network, subs, data.validation);
  console.log(text, 'val acc', (100 * mean(m.map((x) => x.accuracy))).toFixed(2), 'bal', (100 * mean(m.map((x) => x.balancedAccuracy))).toFixed(2), 'units', mean(subs.map((s) => keptUnits(s.masks))).toFixed(1), 'alpha', subs.map((s) => s.alpha.toExponential(1)).join(' '), ((Date.now() - t) / 1000).toFixed(0) + 's');
}
