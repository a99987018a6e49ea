import '../_cpu.js';
import { memory } from '@tensorflow/tfjs-core';
import { initializers, input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { createSplit, type Dataset, group, type Role, type Split, splitTrainValidation, takeFirst, twoTasks } from '@dum/datasets';
import {
  discoverSubnetworks,
  evaluateNetwork,
  evaluateSubnetworks,
  findLiveUnits,
  inputOf,
  networkOutputs,
  subnetworksOf,
  trainNetwork,
  unitResponses,
} from '@dum/experiments';

/** The halves of the samples of two questions: what is asked of one is not in the other. */
const inHalves = <R extends Role>({ role, source, y }: Split<R>): Split<R> => {
  const half = (start: number) =>
    Float32Array.from({ length: y.length * 8 }, (_, at) => source.values![Math.floor(at / 8) * 16 + start + (at % 8)]!);
  return createSplit(role, { x: { right: half(8), left: half(0) }, sampleShape: { right: [8], left: [2, 4] }, y, classCount: 4 });
};

const dense = (name: string, units: number, seed: number, activation: 'relu' | 'softmax' = 'relu') =>
  layers.dense({ name, units, activation, kernelInitializer: initializers.glorotUniform({ seed }) });

/** A layer for each half, and a head that reads both. */
const twoInputs = (): LayersModel => {
  const [left, right] = [input({ shape: [8], name: 'left' }), input({ shape: [8], name: 'right' })];
  const both = [dense('left_units', 6, 1).apply(left), dense('right_units', 6, 2).apply(right)] as SymbolicTensor[];
  return model({
    inputs: [left, right],
    outputs: dense('head', 4, 3, 'softmax').apply(layers.concatenate().apply(both)) as SymbolicTensor,
    name: 'halves',
  });
};

const data: Dataset = twoTasks({ seed: 3, train: 1200, test: 400 });
const { classNames } = data;
const splits = splitTrainValidation(inHalves(data.train), { validation: 200, seed: 1 });
const [test, training] = [inHalves(data.test), { ...splits, classNames, range: data.range }];

describe('a network with two inputs', () => {
  it('is trained, searched and measured by the parts of its samples, and keeps the units of the half that is asked for', async () => {
    const network = twoInputs();
    const tensors = memory().numTensors;
    await trainNetwork(network, training, { epochs: 8, batchSize: 50, learningRate: 0.02 });
    expect((await evaluateNetwork(network, test, classNames)).accuracy).toBeGreaterThan(0.97);
    expect(inputOf(network)!.shape).toEqual({ left: [2, 4], right: [8] });
    const tasks = ['a1', 'b1'].map((name) =>
      group({ ...splits, classNames }, { name, classes: classNames.filter((each) => each.includes(name)) }),
    );
    for (const held of [512, 0]) {
      const found = subnetworksOf(
        await discoverSubnetworks(network, tasks, { epochs: 20, batchSize: 50, alpha: 1e-2, memory: held, initialKeepProbability: 0.5 }),
      );
      const kept = found.map(({ masks }) => masks.layers.map(({ kept: bits }) => bits.reduce((sum: number, bit) => sum + bit, 0)));
      expect([kept[0]![1], kept[1]![0]]).toEqual([0, 0]);
      for (const units of [kept[0]![0], kept[1]![1]]) expect(units).toBeGreaterThan(0);
      for (const { accuracy } of await evaluateSubnetworks(network, found, test)) expect(accuracy).toBeGreaterThan(0.97);
      expect((await findLiveUnits(network, found[0]!.masks, test)).layers.map(({ layer }) => layer)).toEqual(['left_units', 'right_units']);
      await expect(unitResponses(network, found, splits.validation)).rejects.toThrow(
        'unitResponses: the samples have the parts left, right; expected samples of one tensor, for a network with one input',
      );
    }
    expect(memory().numTensors).toBe(tensors);
  });

  it('takes each part by its name, and not by its place', async () => {
    const network = twoInputs();
    const swapped = createSplit('test', {
      x: { left: new Float32Array(16).fill(1), right: new Float32Array(16) },
      sampleShape: { left: [8], right: [8] },
      y: [0, 1],
      classCount: 4,
    });
    const [outputs] = await networkOutputs(network, swapped);
    const other = createSplit('test', {
      x: { right: new Float32Array(16), left: new Float32Array(16).fill(1) },
      sampleShape: { right: [8], left: [8] },
      y: [0, 1],
      classCount: 4,
    });
    expect((await networkOutputs(network, other))[0]).toEqual(outputs);
  });

  it('refuses samples of one tensor, of other parts, and parts of other sizes', async () => {
    const network = twoInputs();
    await expect(networkOutputs(network, takeFirst(data.test, 2))).rejects.toThrow(
      '"halves" has 2 inputs, left, right; the data has samples of one tensor, so give a part called by the name of each input',
    );
    const parts = (shapes: Record<string, number[]>) =>
      createSplit('test', {
        x: Object.fromEntries(Object.entries(shapes).map(([name, [size]]) => [name, new Float32Array(size!)])),
        sampleShape: shapes,
        y: [0],
        classCount: 4,
      });
    await expect(networkOutputs(network, parts({ left: [8], rihgt: [8] }))).rejects.toThrow('the data has the parts left, rihgt');
    await expect(networkOutputs(network, parts({ left: [8], right: [9] }))).rejects.toThrow(
      'input "right" of "halves" takes samples of shape [8] (8 values); the part of the data has [9] (9 values)',
    );
  });
});

describe('a network with two outputs', () => {
  it('is refused where it is not given which one is measured or trained', async () => {
    const x = input({ shape: [16] });
    const outputs = [4, 4].map((units, at) => dense(`head_${at}`, units, at + 1, 'softmax').apply(x) as SymbolicTensor);
    const network = model({ inputs: x, outputs, name: 'double' });
    const message = '"double" has 2 outputs, head_0, head_1; expected one, so give a network that ends in the one that answers';
    await expect(evaluateNetwork(network, data.test, classNames)).rejects.toThrow(`evaluateNetwork: ${message}`);
    const parts = splitTrainValidation(data.train, { seed: 1 });
    await expect(trainNetwork(network, { ...data, ...parts })).rejects.toThrow(`trainNetwork: ${message}`);
  });
});
