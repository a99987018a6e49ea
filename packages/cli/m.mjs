// node packages/cli/m.mjs SETTINGS NETWORKS BUDGET
import { useBackend } from '@dum/backend';
import { oneVsRest, splitTrainValidation } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import { evaluateSubnetworks, discoverSubnetworks } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { createWorkerPool } from '@dum/experiments/workers';
import { keepUnits, keptUnits } from '@dum/masks/mask-set';
await useBackend('wasm');
const settings = JSON.parse(process.argv[2] ?? '{}');
const networks = (process.argv[3] ?? '1').split(',');
const budget = process.argv[4] === undefined || process.argv[4] === 'none' ? undefined : keepUnits(+process.argv[4]);
const mnist = await loadMnist();
const splits = { ...splitTrainValidation(mnist.train, { seed: 1 }), classNames: mnist.classNames };
const tasks = oneVsRest(splits).slice(0, +(process.env.TASKS ?? 10));
const mean = (v) => v.reduce((a, b) => a + b, 0) / v.length;
for (const n of networks) {
  const network = await loadNetwork(`/work/bars/repo/runs/network-${n}`);
  const workers = createWorkerPool({ threads: 1 });
  const t = performance.now();
  const found = await discoverSubnetworks(network, tasks, { seed: 1, ...settings, ...(budget ? { budget } : {}), workers });
  const s = (performance.now() - t) / 1000;
  await workers.close();
  const m = await evaluateSubnetworks(
    network,
    found.map((f) => f.subnetwork),
    splits.validation,
  );
  console.log(
    process.env.CENTRE ?? '',
    process.argv[2],
    n,
    `${s.toFixed(0)} s`,
    'units',
    mean(found.map((f) => keptUnits(f.subnetwork.masks))).toFixed(1),
    'acc',
    (100 * mean(m.map((x) => x.accuracy))).toFixed(2),
    'bal',
    (100 * mean(m.map((x) => x.balancedAccuracy))).toFixed(2),
  );
}
