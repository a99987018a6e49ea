import { memory, ones, type Tensor, tensor4d, zerosLike } from '@tensorflow/tfjs-core';
import { type LayersModel, model } from '@tensorflow/tfjs-layers';
import { convNet, fourConvNet, type ImageShape, networkOutputs, residualNet } from '@dum/experiments';
import { fingerprintNetwork } from '@dum/masks';
import { inMemory } from '@dum/datasets';
import { describe, expect, it, vi } from 'vitest';

const images: ImageShape = [8, 8, 3];
const namesOf = (network: LayersModel) => network.layers.map(({ name }) => name);

/** Some images, the same each time: `[2, 8, 8, 3]`. */
const twoImages = () =>
  tensor4d(
    Array.from({ length: 2 * 8 * 8 * 3 }, (_, at) => ((at * 37) % 101) / 101),
    [2, ...images],
  );

const families: [string, (seed?: number) => LayersModel][] = [
  ['convNet', (seed = 1) => convNet({ inputShape: images, filters: [4, 6], classes: 5, seed })],
  [
    'convNet with batch normalization',
    (seed = 1) => convNet({ inputShape: images, filters: [4, 6], classes: 5, batchNormalization: true, seed }),
  ],
  ['fourConvNet', (seed = 1) => fourConvNet({ inputShape: images, filters: 4, classes: 5, seed })],
  ['residualNet', (seed = 1) => residualNet({ inputShape: images, filters: [4, 6], classes: 5, seed })],
];

describe.each(families)('%s', (_, make) => {
  it('gives probabilities, draws its weights from its seed, and names no layer twice', async () => {
    const network = make();
    const outputs = network.predict(twoImages()) as Tensor;
    expect(outputs.shape).toEqual([2, 5]);
    for (const row of (await outputs.array()) as number[][]) {
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(Math.max(...row)).toBeLessThan(0.999);
    }
    expect(new Set(namesOf(network)).size).toBe(network.layers.length);
    expect(await fingerprintNetwork(make())).toBe(await fingerprintNetwork(network));
    expect(await fingerprintNetwork(make(2))).not.toBe(await fingerprintNetwork(network));
  });
});

describe('convNet', () => {
  it('has stages of two convolutions and a pooling, and the parameters that this takes', () => {
    const network = families[0]![1]();
    expect(namesOf(network)).toEqual(['images', 'conv_1_1', 'conv_1_2', 'pool_1', 'conv_2_1', 'conv_2_2', 'pool_2', 'average', 'head']);
    expect(network.countParams()).toBe((27 + 1) * 4 + (36 + 1) * 4 + (36 + 1) * 6 + (54 + 1) * 6 + (6 + 1) * 5);
    expect(network.getLayer('pool_2').outputShape).toEqual([null, 2, 2, 6]);
  });

  it('takes other numbers of convolutions, odd sizes, and no bias before a normalization', () => {
    const network = convNet({ inputShape: [7, 9, 1], filters: [2, 2], convolutions: 1, classes: 2, batchNormalization: true });
    expect(namesOf(network).slice(1, 5)).toEqual(['conv_1_1', 'conv_1_1_norm', 'conv_1_1_relu', 'pool_1']);
    expect(network.getLayer('pool_2').outputShape).toEqual([null, 1, 2, 2]);
    expect(network.getLayer('conv_1_1').countParams()).toBe(9 * 2);
    expect(convNet({ inputShape: images, filters: [2], convolutions: 3, classes: 2 }).getLayer('conv_1_3').name).toBe('conv_1_3');
  });
});

it('fourConvNet is convNet with two equal stages', async () => {
  const one = fourConvNet({ inputShape: images, filters: 4, classes: 5, seed: 3 });
  const other = convNet({ inputShape: images, filters: [4, 4], classes: 5, seed: 3 });
  expect(await fingerprintNetwork(one)).toBe(await fingerprintNetwork(other));
});

describe('residualNet', () => {
  const outputOf = (network: LayersModel, name: string): Tensor =>
    model({ inputs: network.inputs, outputs: network.getLayer(name).output }).predict(twoImages()) as Tensor;

  it('adds what a block computes to what it was given', async () => {
    const network = residualNet({ inputShape: images, filters: [4], blocks: 2, classes: 5, batchNormalization: false });
    expect(namesOf(network)).toEqual([
      'images',
      'stem',
      ...[1, 2].flatMap((block) => ['conv_1_X_1', 'conv_1_X_2', 'add_1_X', 'relu_1_X'].map((name) => name.replace('X', `${block}`))),
      'average',
      'head',
    ]);
    for (const name of ['conv_1_1_2', 'conv_1_2_2']) network.getLayer(name).setWeights(network.getLayer(name).getWeights().map(zerosLike));
    expect(await outputOf(network, 'relu_1_2').array()).toEqual(await outputOf(network, 'stem').array());
  });

  it('halves the image at each further stage, on both branches, and the shortcut is a choice of pixels when its kernel is the identity', async () => {
    const network = residualNet({ inputShape: images, filters: [3, 4], classes: 5, batchNormalization: false });
    expect(network.getLayer('relu_2_1').outputShape).toEqual([null, 4, 4, 4]);
    expect(network.getLayer('shortcut_2_1').countParams()).toBe(3 * 4 + 4);
    const [kernel, bias] = network.getLayer('shortcut_2_1').getWeights() as [Tensor, Tensor];
    network.getLayer('shortcut_2_1').setWeights([ones(kernel.shape), bias]);
    network.getLayer('conv_2_1_2').setWeights(network.getLayer('conv_2_1_2').getWeights().map(zerosLike));
    const before = (await outputOf(network, 'relu_1_1').array()) as number[][][][];
    const after = (await outputOf(network, 'relu_2_1').array()) as number[][][][];
    const sum = before[1]![4]![6]!.reduce((total, value) => total + value, 0);
    for (const value of after[1]![2]![3]!) expect(value).toBeCloseTo(sum, 5);
  });
});

describe('what can be no network', () => {
  it.each<[string, () => unknown, string]>([
    [
      'images too small',
      () => convNet({ inputShape: [7, 32, 3], filters: [1, 1, 1], classes: 2 }),
      'convNet: images of 7 × 32 can be halved 2 times; the network halves them 3 times, so give it fewer stages',
    ],
    [
      'residual images too small',
      () => residualNet({ inputShape: [1, 1, 3], filters: [1, 1], classes: 2 }),
      'residualNet: images of 1 × 1 can be halved 0 times',
    ],
    [
      'four convolutions on too little',
      () => fourConvNet({ inputShape: [3, 3, 1], filters: 1, classes: 2 }),
      'convNet: images of 3 × 3 can be halved 1 times',
    ],
    [
      'flat samples',
      () => convNet({ inputShape: [784] as unknown as ImageShape, filters: [1], classes: 2 }),
      'inputShape is [784]; expected [height, width, channels]',
    ],
    [
      'half a filter',
      () => convNet({ inputShape: images, filters: [1.5], classes: 2 }),
      'filters is [1.5]; expected the filters of each stage',
    ],
    ['no stage', () => residualNet({ inputShape: images, filters: [], classes: 2 }), 'filters is []; expected'],
    [
      '10⁹ filters',
      () => fourConvNet({ inputShape: images, filters: 1e9, classes: 2 }),
      'fourConvNet: filters is 1000000000; expected a whole number from 1 to 65536',
    ],
    ['no class', () => convNet({ inputShape: images, filters: [1], classes: 0 }), 'classes is 0; expected a whole number'],
    ['no block', () => residualNet({ inputShape: images, filters: [1], classes: 2, blocks: 0 }), 'blocks is 0; expected a whole number'],
    [
      'a seed of text',
      () => convNet({ inputShape: images, filters: [1], classes: 2, seed: 'a' as unknown as number }),
      'seed is "a"; expected a whole number',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(message) as string }) as Error);
  });
});

describe('networkOutputs', () => {
  it('takes fewer rows at once where activations are large, and gives the same', async () => {
    const network = convNet({ inputShape: [64, 64, 1], filters: [32], convolutions: 1, classes: 2 });
    const x = Float32Array.from({ length: 130 * 64 * 64 }, (_, at) => ((at * 29) % 97) / 97);
    const apply = vi.spyOn(network, 'apply');
    const before = memory().numTensors;
    const [outputs] = await networkOutputs(network, { source: inMemory({ x, sampleShape: [64, 64, 1] }) });
    expect(memory().numTensors).toBe(before);
    expect(apply.mock.calls.map(([inputs]) => (inputs as Tensor).shape[0])).toEqual([32, 32, 32, 32, 2]);
    const last = network.predict(tensor4d(x.slice(-64 * 64), [1, 64, 64, 1])) as Tensor;
    for (const [at, value] of (await last.data()).entries()) expect(outputs![2 * 129 + at]).toBeCloseTo(value, 5);
  });
});
