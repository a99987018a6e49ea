import { tensor, type Tensor, train } from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  fingerprintNetwork,
  insertMasks,
  type InsertMasksOptions,
  type MaskedNetwork,
  readMasks,
  replaceHead,
  writeMasks,
} from '@dum/masks';
import { type ImageNetworkName, imageNetworkNames, makeImageNetwork, through } from './_image-networks.js';
import { inputFor, outputsOf, randomize, reload, stateOf } from './_networks.js';

const placesOf = ({ masks }: MaskedNetwork): string[] => masks.map(({ places }) => places.join(' + '));

describe('masks stand by default', () => {
  it.each<[ImageNetworkName, string[]]>([
    ['plain', ['relu', 'sigmoid']],
    ['residual', ['stem_relu + a_relu + b_relu', 'a1_relu', 'b1_relu']],
    ['preActivated', ['a1_relu + end_relu', 'a2_relu']],
    ['inverted', ['stem_norm + join', 'depthwise_relu']],
    ['gated', ['relu', 'narrow']],
    ['inception', ['stem_relu', 'narrow_relu', 'wide_relu']],
    ['denselyConnected', ['stem + a_relu', 'a']],
    ['transfer', ['relu', 'tanh', 'dense']],
    ['twins', ['relu', 'leaky']],
  ])('in %s at %j', (name, expected) => {
    const network = makeImageNetwork(name);
    const masked = insertMasks(network, { mask: () => ({ initialKeepProbability: 0.9 }) });
    expect(placesOf(masked)).toEqual(expected);
    expect(outputsOf(masked.network)).toEqual(outputsOf(network));
  });

  it('once for all calls of a shared layer', () => {
    const { network, masks } = insertMasks(makeImageNetwork('twins'));
    expect(masks.map(({ mask }) => mask.inboundNodes.length)).toEqual([2, 2]);
    expect(network.layers.filter(({ name }) => name.endsWith('_mask'))).toHaveLength(2);
  });

  it('before pooling for elements too, which a depthwise convolution mixes', () => {
    expect(placesOf(insertMasks(makeImageNetwork('plain'), { granularity: 'element' }))).toEqual(['relu', 'sigmoid']);
    const { masks } = insertMasks(makeImageNetwork('inverted'), { granularity: 'element' });
    expect(masks.map(({ places, mask }) => [places.join(' + '), ...mask.logits.shape])).toEqual([
      ['stem_norm + join', 1, 6, 6, 4],
      ['expand_relu', 1, 6, 6, 8],
      ['depthwise_relu', 1, 6, 6, 8],
    ]);
  });

  it('nowhere on inputs and outputs, also where hidden units are added to an input', () => {
    const x = input({ shape: [4], name: 'x' });
    const sum = layers.add({ name: 'sum' }).apply([x, through(x, layers.dense({ units: 4, name: 'hidden' }))]) as SymbolicTensor;
    const last = layers.dense({ units: 4, name: 'last' });
    const end = layers.add({ name: 'end' }).apply([through(sum, last), through(sum, layers.dense({ units: 4, name: 'other' }))]);
    expect(placesOf(insertMasks(model({ inputs: x, outputs: end as SymbolicTensor })))).toEqual(['sum']);
  });
});

describe('masks of inputs', () => {
  it.each<[ImageNetworkName, InsertMasksOptions['inputs'], string, number[]]>([
    ['plain', 'element', 'x', [6, 6, 2]],
    ['plain', 'channel', 'x', [2]],
    ['transfer', 'channel', 'x', [2]],
  ])('in %s, for each %s, are %s of shape %j', (name, inputs, layer, shape) => {
    const network = makeImageNetwork(name);
    const { network: masked, masks } = insertMasks(network, { inputs: inputs!, mask: () => ({ initialKeepProbability: 0.1 }) });
    expect(masks[0]!.layer).toBe(layer);
    expect(masks[0]!.mask.logits.shape.slice(1)).toEqual(shape);
    const [x] = inputFor(network) as [Tensor];
    expect(outputsOf(masked)[0]!.slice(0, 3)).toEqual(outputsOf(masked, [tensor(new Float32Array(x.size), x.shape)])[0]!.slice(0, 3));
  });

  it('stand behind what normalizes the input, and in each input', () => {
    const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [2], name: 'b' })];
    const both = layers.concatenate().apply([through(a, layers.batchNormalization({ name: 'norm' })), b]) as SymbolicTensor;
    const network = model({
      inputs: [a, b],
      outputs: through(both, layers.dense({ units: 4, name: 'hidden' }), layers.dense({ units: 2 })),
    });
    expect(placesOf(insertMasks(network, { inputs: 'element' }))).toEqual(['norm', 'b', 'hidden']);
  });

  it('can be chosen by name', () => {
    expect(placesOf(insertMasks(makeImageNetwork('plain'), { layers: ['x', 'relu'] }))).toEqual(['x', 'relu']);
  });
});

describe('masks behind layers that are named', () => {
  it.each<[ImageNetworkName, InsertMasksOptions['layers'], string[]]>([
    ['plain', 'conv', ['conv']],
    ['plain', ['conv', 'norm', 'relu'], ['conv + norm']],
    ['plain', /^(relu|flat)$/, ['relu']],
    ['plain', 'flat', ['flat']],
    ['residual', 'a2_norm', ['stem_relu + a2_norm + b_relu']],
    ['residual', 'b_relu', ['stem_relu + a_relu + b_relu']],
    ['residual', /relu/, ['stem_relu + a_relu + b_relu', 'a1_relu', 'b1_relu']],
    ['inverted', 'expand_relu', ['expand_relu']],
    ['transfer', 'backbone/tail/conv', ['backbone/tail/conv']],
    ['transfer', 'backbone/conv', ['backbone/conv']],
  ])('of %s, %j, are at %j', (name, selection, expected) => {
    expect(placesOf(insertMasks(makeImageNetwork(name), { layers: selection! }))).toEqual(expected);
  });
});

describe.each(imageNetworkNames)('a masked network of kind %s', (name) => {
  it('learns in a plain fit, and keeps each frozen weight and statistic', async () => {
    const network = makeImageNetwork(name);
    const before = [stateOf(network), await fingerprintNetwork(network)];
    const { network: masked, masks } = insertMasks(network, { mask: () => ({ seed: 3 }) });
    const logits = () => masks.map(({ mask }) => [...mask.logits.read().dataSync()]);
    const frozen = await fingerprintNetwork(masked);
    masked.compile({ optimizer: train.adam(0.1), loss: 'categoricalCrossentropy' });
    const x = inputFor(masked, 6);
    const y = tensor(Array.from({ length: 6 }, (_, row) => [0, 1, 2].map((column) => Number(row % 3 === column))));
    const start = logits();
    await masked.fit(x.length === 1 ? x[0]! : x, y, { epochs: 3, verbose: 0 });
    expect(logits().every((values, index) => values.some((value, unit) => value !== start[index]![unit]))).toBe(true);
    expect(await fingerprintNetwork(masked)).toBe(frozen);
    expect([stateOf(network), await fingerprintNetwork(network)]).toEqual(before);
  });

  it('gives its masks back, each with all its places, also once loaded again', async () => {
    const masked = insertMasks(makeImageNetwork(name));
    const found = await readMasks(masked.network);
    expect(found.layers.map(({ layer, places = [layer] }) => places)).toEqual(masked.masks.map(({ places }) => places));
    const random = { ...found, layers: found.layers.map((mask) => ({ ...mask, kept: mask.kept.map((_, unit) => unit % 2) })) };
    writeMasks(masked, [random]);
    expect(await readMasks(masked.network)).toEqual(random);
    expect(await readMasks(await reload(masked.network))).toEqual(random);
    expect(await readMasks(replaceHead(masked.network, { units: 2 }), { fingerprint: found.network })).toEqual(random);
  });
});

it('drops nothing out in a plain fit: the loss of a network with dropout is that of the network without', async () => {
  const lossOf = async (rate: number) => {
    const x = input({ shape: [6], name: 'x' });
    const hidden = through(
      x,
      layers.dense({ units: 8, activation: 'relu', name: 'hidden' }),
      layers.dropout({ rate, name: 'drop' }),
      layers.gaussianNoise({ stddev: rate, name: 'noise' }),
    );
    const network = randomize(
      model({ inputs: x, outputs: through(hidden, layers.dense({ units: 2, activation: 'softmax', name: 'head' })) }),
    );
    const { network: masked } = insertMasks(network, { mask: () => ({ seed: 3 }) });
    masked.compile({ optimizer: train.sgd(0), loss: 'categoricalCrossentropy' });
    const y = tensor(Array.from({ length: 12 }, (_, row) => [row % 2, 1 - (row % 2)]));
    return (await masked.fit(inputFor(masked, 12)[0]!, y, { epochs: 2, verbose: 0 })).history.loss;
  };
  expect(await lossOf(0.5)).toEqual(await lossOf(0));
});
