import { randomNormal, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSplit, oneVsRest, splitTrainValidation } from '@dum/datasets';
import { answersClassCount, discoverSubnetworks, evaluateNetwork, evaluateWholeNetwork } from '@dum/experiments';

const [count, width, hidden] = [400, 6, 10];
const normals = (shape: number[], seed: number) => randomNormal(shape, 0, 1, 'float32', seed).dataSync<'float32'>();
const weights = { kernel: normals([width, hidden], 1), bias: normals([hidden], 2), head: normals([hidden], 3) };

/** A network whose last layers are these, behind one hidden layer; each kernel of the head is a column of `columns`. */
const ending = (columns: readonly Float32Array[], biases: readonly number[], ...last: readonly layers.Layer[]): LayersModel => {
  const network = sequential({
    layers: [layers.dense({ inputShape: [width], units: hidden, activation: 'relu', name: 'hidden' }), ...last],
  });
  const head = Array.from({ length: hidden }, (_, feature) => columns.map((column) => column[feature]!));
  network.layers[0]!.setWeights([tensor2d(weights.kernel, [width, hidden]), tensor1d(weights.bias)]);
  network.layers[1]!.setWeights([tensor2d(head), tensor1d([...biases])]);
  return network;
};

const head = (units: number, activation?: 'sigmoid' | 'softmax') =>
  layers.dense({ units, name: 'head', ...(activation && { activation }) });
const binary: Readonly<Record<string, () => LayersModel>> = {
  'a sigmoid': () => ending([weights.head], [0.3], head(1, 'sigmoid')),
  'a separate sigmoid': () => ending([weights.head], [0.3], head(1), layers.activation({ activation: 'sigmoid' })),
  'a logit': () => ending([weights.head], [0.3], head(1)),
};
const zeros = new Float32Array(hidden);
const softmax = () => ending([zeros, weights.head], [0, 0.3], head(2, 'softmax'));

describe('a network of one output for two classes', () => {
  const classNames = ['no', 'yes'];
  const x = normals([count, width], 4);
  // labels that the network answers mostly, not always
  const y = Uint8Array.from({ length: count }, (_, row) => Number(x[row * width]! + x[row * width + 1]! > 0));
  const split = createSplit('train', { x, y, sampleShape: [width], classCount: 2 });
  const data = { ...splitTrainValidation(split, { validation: 100, seed: 1 }), classNames };
  const tasks = oneVsRest(data, { classes: ['yes'] });
  let expected: Awaited<ReturnType<typeof evaluateNetwork>>;
  beforeAll(async () => {
    expected = await evaluateNetwork(softmax(), data.validation, classNames);
  });

  it.each(Object.keys(binary))('answers as a softmax of 0 and its logit does, with %s', async (name) => {
    const network = binary[name]!();
    expect(answersClassCount(network, 2)).toBe(true);
    const found = await evaluateNetwork(network, data.validation, classNames);
    expect(found.confusion).toEqual(expected.confusion);
    expect(found.rocAuc).toBeCloseTo(expected.rocAuc, 6);
    const [ofTask] = await evaluateWholeNetwork(network, tasks, data.validation);
    expect(ofTask!.confusion).toEqual(expected.confusion);
  });

  it.each(Object.keys(binary))('is searched with its original head as that softmax is, with %s', async (name) => {
    const search = async (network: LayersModel) => {
      const [found] = await discoverSubnetworks(network, tasks, { readOut: 'original-head', epochs: 2, batchSize: 50, seed: 1 });
      return found!.subnetwork!.masks.layers;
    };
    expect(await search(binary[name]!())).toEqual(await search(softmax()));
  });

  it('does not stand for three classes, nor does one with another activation for two', async () => {
    const network = ending([weights.head], [0], layers.dense({ units: 1, activation: 'relu', name: 'head' }));
    expect([answersClassCount(network, 2), answersClassCount(binary['a sigmoid']!(), 3)]).toEqual([false, false]);
    await expect(evaluateNetwork(network, data.validation, classNames)).rejects.toThrow('has 1 outputs; the data has 2 classes');
  });
});

it('sigmoids for several classes rank as they are, with probabilities that add up to 1', async () => {
  const columns = [1, 2, 3].map((seed) => normals([hidden], 10 + seed));
  const x = normals([60, width], 9);
  const split = createSplit('test', { x, y: Uint8Array.from({ length: 60 }, (_, row) => row % 3), sampleShape: [width], classCount: 3 });
  const sigmoids = ending(columns, [0, 0, 0], head(3, 'sigmoid'));
  const logits = ending(columns, [0, 0, 0], head(3));
  const names = ['a', 'b', 'c'];
  const [one, other] = [await evaluateNetwork(sigmoids, split, names), await evaluateNetwork(logits, split, names)];
  expect(one.confusion).toEqual(other.confusion);
  const task = { classNames: ['rest', 'c'], classOf: [0, 0, 1] };
  const [summed] = await evaluateWholeNetwork(sigmoids, [task], split, { summed: true });
  expect(summed!.count).toBe(60);
});
