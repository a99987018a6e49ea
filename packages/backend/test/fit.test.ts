import { accelerateWasm, useBackend } from '@dum/backend';
import { setBackend, tensor, tidy, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { weightsOf } from './networks.js';

const wave = (count: number, step: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i * step + 1));

const fitOn = async (backend: string): Promise<number[]> => {
  await setBackend(backend);
  const network = sequential({
    layers: [
      layers.dense({ units: 30, inputShape: [20], activation: 'relu' }),
      layers.dense({ units: 12, activation: 'tanh' }),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
  network.setWeights(
    network.getWeights().map(({ shape, size }, i) =>
      tensor(
        wave(size, 1.3 + i).map((value) => value / 3),
        shape,
      ),
    ),
  );
  network.compile({ optimizer: train.adam(0.01), loss: 'categoricalCrossentropy' });
  const x = tensor(wave(96 * 20, 0.7), [96, 20]);
  const y = tidy(() =>
    tensor(
      Array.from({ length: 96 * 4 }, (_, i) => Number(i % 4 === (i >> 2) % 4)),
      [96, 4],
    ),
  );
  await network.fit(x, y, { batchSize: 32, epochs: 4, shuffle: false, verbose: 0 });
  return weightsOf(network).flat();
};

it('a plain fit on the replaced kernels ends where it ends on cpu', async () => {
  await useBackend('cpu');
  await useBackend('wasm');
  expect(accelerateWasm()).toContain('BatchMatMul');
  const [cpu, wasm] = [await fitOn('cpu'), await fitOn('wasm')];
  expect(wasm.length).toBe(cpu.length);
  expect(Math.max(...wasm.map((value, i) => Math.abs(value - cpu[i]!)))).toBeLessThan(1e-4);
});
