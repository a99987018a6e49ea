import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomUniform, softmax, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { loadNetwork } from '@dum/experiments/store';
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

const folder = process.env.TINY_DARKNET;
const isThere = folder !== undefined && existsSync(join(folder, 'model.json'));

describe.skipIf(!isThere)('Tiny Darknet (left out unless TINY_DARKNET is the folder of its model.json)', () => {
  it('answers as before with a dense head', async () => {
    const pictures = randomUniform([2, 224, 224, 3], 0, 1, 'float32', 1);
    const own = softmax((await loadNetwork(folder!)).predict(pictures) as Tensor);
    const dense = (await openNetwork(folder!, 224)).predict(pictures) as Tensor;
    expect(largestDifference(own, dense)).toBeLessThan(1e-5);
  });
});
