import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newConsumer } from './consumer.js';

describe('@dum/cli installed alone', () => {
  const consumer = newConsumer('cli');

  beforeAll(() => consumer.install('@dum/cli'));

  it('explains itself', async () => {
    const printed = await consumer.run('npx', 'dum', '--help');
    for (const command of ['train', 'discover', 'evaluate', 'compare', 'doctor']) expect(printed).toContain(command);
  });

  it('finds itself in health', async () => {
    expect(await consumer.run('npx', 'dum', 'doctor')).toMatch(/wasm/);
  });

  it('brings CIFAR-10, bit for bit, and trains a network of convolutions on it', async () => {
    await consumer.run('npx', 'dum', 'data', 'cifar-10');
    const md5 = (name: string) =>
      createHash('md5')
        .update(readFileSync(join(consumer.folder, 'data/cifar-10', name)))
        .digest('hex');
    expect(['data_batch_1.bin', 'data_batch_5.bin', 'test_batch.bin'].map(md5)).toEqual([
      '5dd7e06a14cb22eb9f671a540d1b7c25',
      '53f37980c15c3d472c316c40844f3f0d',
      '803d5f7f4d78ea53de84dbe85f74fb6d',
    ]);
    const settings = ['--network', 'conv:4,8', '--limit', '1000', '--epochs', '1', '--out', 'runs/cifar'];
    expect(await consumer.run('npx', 'dum', 'train', '--dataset', 'cifar-10', ...settings)).toMatch(/validation accuracy \d/);
  });
});
