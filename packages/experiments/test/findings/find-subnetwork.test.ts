import { memory, tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { twoTasks } from '@dum/datasets';
import { findSubnetwork, type FindData, type FindOptions } from '@dum/experiments';
import { fingerprintNetwork, keepOnly } from '@dum/masks';
import { keptIndicesByLayer } from '@dum/masks/mask-set';
import { trainedOnTwoTasks } from '../_two-tasks.js';

const options: FindOptions = { question: ['a1b0', 'a1b1'], draws: 10, search: { epochs: 10, batchSize: 50 } };

describe('findSubnetwork', () => {
  let [network, x, y, classNames]: [LayersModel, Float32Array, Uint8Array, readonly string[]] = [] as never;
  let width = 0;
  beforeAll(async () => {
    const trained = await trainedOnTwoTasks();
    const { train, sampleShape } = twoTasks({ seed: 4, train: 600, test: 100 });
    [network, x, y, classNames] = [trained.network, train.source.values!, Uint8Array.from(train.y), trained.data.classNames];
    width = sampleShape.reduce((product, size) => product * size, 1);
  });

  it('finds, judges and cuts out a subnetwork from plain arrays, and leaves the network as it was', async () => {
    const before = await fingerprintNetwork(network);
    const { subnetwork, evidence, keptUnits, extract } = await findSubnetwork(
      network,
      { x, y, classNames },
      { ...options, question: classNames.slice(2) },
    );
    expect(keptUnits).toEqual(keptIndicesByLayer(subnetwork.masks));
    expect(evidence.found.metrics.count).toBe(120);
    expect(evidence.found.metrics.balancedAccuracy).toBeGreaterThan(0.9);
    expect(evidence.originalHead!.count).toBe(120);
    const { network: small } = await extract();
    expect(small.countParams()).toBeLessThan(network.countParams());
    expect(await fingerprintNetwork(network)).toBe(before);
    const alone = keepOnly(network, keptUnits);
    expect(alone.countParams()).toBeGreaterThan(0);
    alone.dispose();
    small.dispose();
  });

  it('takes the same samples and labels in every usual form', async () => {
    const rows = Array.from({ length: y.length }, (_, row) => Array.from(x.subarray(row * width, (row + 1) * width)));
    const oneHot = Array.from(y, (label) => [0, 1, 2, 3].map((at) => Number(at === label)));
    const question = [2, 3];
    const forms: FindData[] = [
      { x, y },
      { x: rows, y: [...y] },
      { x: tensor2d(rows), y: tensor(oneHot) },
      { x: tensor2d(rows), y: oneHot },
    ];
    const found = [];
    for (const data of forms) found.push(await findSubnetwork(network, data, { ...options, question }));
    for (const { subnetwork } of found) expect(subnetwork).toEqual(found[0]!.subnetwork);
    const named = await findSubnetwork(network, { x, y: Array.from(y, (label) => `${label}`) }, { ...options, question: ['2', '3'] });
    expect(named.keptUnits).toEqual(found[0]!.keptUnits);
    for (const { x: given, y: labels } of forms) for (const value of [given, labels]) (value as Partial<Tensor>).dispose?.();
  });

  it('keeps no tensors', async () => {
    await findSubnetwork(network, { x, y }, { ...options, question: 1 });
    const tensors = memory().numTensors;
    await findSubnetwork(network, { x, y }, { ...options, question: 1 });
    expect(memory().numTensors).toBe(tensors);
  });

  it.each<[string, Partial<Record<'x' | 'y', unknown>>, Partial<Record<keyof FindOptions, unknown>>, string]>([
    ['an unknown question', {}, { question: 'z' }, 'question is "z"; expected one or several of 0, 1, 2, 3'],
    ['no question', {}, { question: [] }, 'expected one or several of 0, 1, 2, 3'],
    ['another option', {}, { seeds: 3 } as object, 'no option is called "seeds"'],
    ['too few values', { x: [1, 2, 3] }, {}, 'x has 3 values and y 600 labels; expected'],
    ['rows of different lengths', { x: [[1, 2], [3]] }, {}, 'x has 3 numbers in lists of shape [2, 2]; expected lists of one length'],
    ['no samples', { x: 'pixels' }, {}, 'x is "pixels"; expected a tensor, a typed array or a list'],
    ['fractions as classes', { y: Array.from({ length: 600 }, () => 0.5) }, {}, 'y has 0.5; expected the class of each sample'],
    ['rows that are not one-hot', { y: Array.from({ length: 600 }, () => [1, 1]) }, {}, 'row 0 of y is 1, 1; expected one-hot rows'],
  ])('refuses %s', async (_, data, changed, expected) => {
    const call = findSubnetwork(network, { x, y, ...data } as FindData, { ...options, question: 1, ...changed } as FindOptions);
    await expect(call).rejects.toThrow(expected);
  });
});
