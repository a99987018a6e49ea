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
