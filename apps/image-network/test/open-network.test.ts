import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUniform, softmax, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { saveNetwork } from '@dum/experiments/store';
import { openNetwork, withDenseHead } from '../src/open-network.js';
import { standIn } from './_stand-in.js';

beforeAll(async () => {
  await useBackend();
});

const largestDifference = (first: Tensor, second: Tensor) => {
  const other = second.dataSync();
  return first.dataSync<'float32'>().reduce((largest, value, at) => Math.max(largest, Math.abs(value - other[at]!)), 0);
};

describe('withDenseHead', () => {
  it('answers as the network itself does on pictures of that size', () => {
    const network = standIn(12);
    const pictures = randomUniform([3, 12, 12, 3], 0, 1, 'float32', 1);
    const own = softmax(network.predict(pictures) as Tensor);
    const dense = withDenseHead(standIn(8), 12);
    expect(dense.inputs[0]!.shape).toEqual([null, 12, 12, 3]);
    expect(largestDifference(own, dense.predict(pictures) as Tensor)).toBeLessThan(1e-6);
  });

  it('refuses a network that ends in other layers', () => {
    const other = sequential({ layers: [layers.flatten({ inputShape: [4, 4, 3] }), layers.dense({ units: 2 })] });
    expect(() => withDenseHead(other, 4)).toThrow(/ends in Flatten, Dense; expected Conv2D, GlobalAveragePooling2D/);
  });
});

it('opens a saved network for pictures of another size', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dum-open-network-'));
  const network = standIn(12);
  await saveNetwork(network, folder);
  const pictures = randomUniform([3, 12, 12, 3], 0, 1, 'float32', 1);
  const own = softmax(network.predict(pictures) as Tensor);
  const dense = (await openNetwork(folder, 12)).predict(pictures) as Tensor;
  expect(largestDifference(own, dense)).toBeLessThan(1e-6);
  await rm(folder, { recursive: true });
});
