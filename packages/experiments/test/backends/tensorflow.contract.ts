import {
  conv2d,
  conv2dTranspose,
  engine,
  mul,
  randomNormal,
  type Rank,
  step,
  sum,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { mlp } from '@dum/experiments';
import { watch } from './_contract.js';
import { describeBackend, here, otherOrder } from './_describe-backend.js';

it('is what useBackend takes, with settings that are safe under a profiler', async () => {
  expect(await useBackend()).toEqual({ name: 'tensorflow', rejected: [] });
  expect(process.env).toMatchObject({ TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL: '0', TF_ENABLE_ONEDNN_OPTS: '0' });
});

describeBackend('tensorflow', here('tensorflow'), otherOrder);

// One activation of a layer kept at each step would come to 100 MB.
it.each([1, 2])('keeps no memory outside of JavaScript, masks a step: %i', async (samples) => {
  await useBackend('tensorflow');
  const network = mlp({ inputs: 64, hidden: [256, 256], classes: 4, seed: 2 });
  const resident = await watch(network, { batchSize: 500, epochs: 100, samples }, () => process.memoryUsage().rss / 1e6);
  network.dispose();
  expect(resident).toHaveLength(10);
  expect(Math.min(...resident.slice(6)) - Math.min(...resident.slice(2, 6))).toBeLessThan(40);
});

it('steps at zero as every backend does', async () => {
  await useBackend('tensorflow');
  const values: number[][] = [];
  tidy(() => {
    for (const each of [step(tensor1d([-2, -0, 0, 1e-30, 3, Number.NaN])), step(tensor1d([-1, 2]), 0.5)])
      values.push([...each.dataSync<'float32'>()]);
  });
  expect(values).toEqual([
    [0, 0, 0, 1, 1, Number.NaN],
    [0.5, 1],
  ]);
});

/** A convolution is linear, so ⟨dy, conv(x, w)⟩ = ⟨dx, x⟩ for every x, w and dy. */
it.each([
  { side: 3, strides: 1, pad: 'same' as const },
  { side: 5, strides: 1, pad: 'same' as const },
  { side: 2, strides: 1, pad: 'same' as const },
  { side: 3, strides: 2, pad: 'same' as const },
  { side: 3, strides: 1, pad: 'valid' as const },
])('gives the input gradient of a convolution: $side × $side, stride $strides, $pad', async ({ side, strides, pad }) => {
  await useBackend('tensorflow');
  const tensors = engine().memory().numTensors;
  const inner = (a: Tensor, b: Tensor): number => sum(mul(a, b)).dataSync<'float32'>()[0]!;
  const sides: number[] = [];
  tidy(() => {
    const x = randomNormal<Rank.R4>([2, 7, 6, 3], 0, 1, 'float32', 1);
    const kernel = randomNormal<Rank.R4>([side, side, 3, 4], 0, 1, 'float32', 2);
    const y = conv2d(x, kernel, strides, pad);
    const dy = randomNormal<Rank.R4>(y.shape, 0, 1, 'float32', 3);
    sides.push(inner(dy, y), inner(conv2dTranspose(dy, kernel, x.shape, strides, pad), x));
  });
  expect(engine().memory().numTensors).toBe(tensors);
  expect(sides[1]).toBeCloseTo(sides[0]!, 3);
});
