// How much faster the wasm kernels of @dum/backend are than the stock ones: `node bench/matmul.mjs` after a build.
// Stock and replaced take turns; each figure is a median.
import '@tensorflow/tfjs-backend-wasm';
import { accelerateWasm } from '@dum/backend';
import {
  enableProdMode,
  getKernel,
  getKernelsForBackend,
  matMul,
  randomUniform,
  registerKernel,
  setBackend,
  train,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const rounds = 9;
const batch = 128;

enableProdMode();
const before = getKernelsForBackend('wasm');
const names = accelerateWasm();
const stock = before.filter(({ kernelName }) => names.includes(kernelName));
const replaced = stock.map(({ kernelName }) => getKernel(kernelName, 'wasm'));
await setBackend('wasm');

const use = (kernels) => {
  for (const kernel of kernels) {
    unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(kernel);
  }
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const compare = async (label, run) => {
  const times = { stock: [], replaced: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [side, kernels] of [
      ['stock', stock],
      ['replaced', replaced],
    ]) {
      use(kernels);
      const start = performance.now();
      await run();
      if (round > 0) times[side].push(performance.now() - start);
    }
  }
  const [slow, fast] = [median(times.stock), median(times.replaced)];
  console.log(`${label.padEnd(46)} ${slow.toFixed(2).padStart(8)} ms ${fast.toFixed(2).padStart(8)} ms   ÷ ${(slow / fast).toFixed(1)}`);
};

console.log(`${''.padEnd(46)} ${'stock'.padStart(11)} ${'replaced'.padStart(11)}`);
const sizes = [784, 300, 100, 10];
for (const [i, inputs] of sizes.slice(0, -1).entries()) {
  const units = sizes[i + 1];
  const x = randomUniform([batch, inputs]);
  const kernel = randomUniform([inputs, units]);
  const dy = randomUniform([batch, units]);
  await compare(`kernel gradient [${inputs},${batch}]·[${batch},${units}]`, () => matMul(x, dy, true, false).dispose());
  await compare(`input gradient [${batch},${units}]·[${units},${inputs}]`, () => matMul(dy, kernel, false, true).dispose());
}
const tasks = [randomUniform([10, batch, 100]), randomUniform([10, 100, 50])];
await compare(`batch 10×[${batch},100]·[100,50]`, () => matMul(...tasks).dispose());

const network = sequential({
  layers: [
    layers.dense({ units: 300, inputShape: [784], activation: 'relu' }),
    layers.dense({ units: 100, activation: 'relu' }),
    layers.dense({ units: 10, activation: 'softmax' }),
  ],
});
network.compile({ optimizer: train.adam(), loss: 'categoricalCrossentropy' });
const steps = 8;
const x = randomUniform([steps * batch, 784]);
const y = randomUniform([steps * batch, 10]);
await compare(`${steps} plain fit steps, 784-300-100-10, batch ${batch}`, () =>
  network.fit(x, y, { batchSize: batch, epochs: 1, verbose: 0 }),
);
