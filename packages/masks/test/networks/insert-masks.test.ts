import { mul, tensor, type Tensor, train } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  cloneNetwork,
  fingerprintNetwork,
  GumbelSigmoidMask,
  insertMasks,
  type InsertMasksOptions,
  type LayerSelection,
  type MaskedNetwork,
  replaceHead,
  UnitMask,
} from '@dum/masks';
import { inputFor, makeNetwork, networkNames, type NetworkName, outputsOf, randomize, reload, stateOf } from './_networks.js';

const allKept: InsertMasksOptions['mask'] = () => ({ initialKeepProbability: 0.9 });
const maskedNames = ({ masks }: MaskedNetwork) => masks.map(({ layer }) => layer);

const insertAll = (name: NetworkName, network = makeNetwork(name)) => insertMasks(network, { mask: allKept });

const writeLogits = ({ masks }: MaskedNetwork, layer: string, logits: number[]): void => {
  const { mask } = masks.find((found) => found.layer === layer)!;
  const value = tensor(logits, mask.logits.shape as number[]);
  mask.logits.write(value);
  value.dispose();
};

/** Multiplies a weight of a network by factors along its last axis, or its first. */
const scaleWeight = (network: LayersModel, layer: string, index: number, factors: number[], axis: 'first' | 'last'): void => {
  const weight = network.getLayer(layer).weights[index]!;
  const shape = axis === 'last' ? [factors.length] : [factors.length, ...weight.shape.slice(1).map(() => 1)];
  weight.write(mul(weight.read(), tensor(factors, shape)));
};

describe.each(networkNames)('insertMasks into %s', (name) => {
  it('gives exactly the outputs of the original while all units are kept', () => {
    const network = makeNetwork(name);
    expect(outputsOf(insertAll(name, network).network)).toEqual(outputsOf(network));
  });

  it('leaves only logits trainable, also once loaded again', async () => {
    const { network: masked, masks } = insertAll(name);
    const logits = masks.map(({ mask }) => `${mask.name}/logits`).sort();
    for (const network of [masked, await reload(masked)]) {
      expect(network.trainableWeights.map(({ originalName }) => originalName).sort()).toEqual(logits);
    }
  });

  it('leaves the network given untouched, to the bit', () => {
    const network = makeNetwork(name);
    network.setUserDefinedMetadata({ range: [0, 1] });
    const before = stateOf(network);
    const { network: masked } = insertAll(name, network);
    randomize(masked, 5);
    expect(stateOf(network)).toEqual(before);
    expect(masked.getUserDefinedMetadata()).toEqual({ range: [0, 1] });
  });

  it('saves and loads, masks and all', async () => {
    const masked = insertAll(name);
    for (const { mask } of masked.masks) {
      const size = mask.logits.shape.reduce<number>((product, axis) => product * axis!, 1);
      mask.logits.write(
        tensor(
          Array.from({ length: size }, (_, unit) => (unit % 3 === 1 ? -1 : 2)),
          mask.logits.shape as number[],
        ),
      );
    }
    const loaded = await reload(masked.network);
    expect(outputsOf(loaded)).toEqual(outputsOf(masked.network));
    expect(await fingerprintNetwork(loaded)).toBe(await fingerprintNetwork(makeNetwork(name)));
  });
});

describe('the layers that insertMasks masks', () => {
  it.each<[NetworkName, string[]]>([
    ['chain', ['first', 'second']],
    ['image', ['norm', 'elu']],
    ['branches', ['left', 'sum']],
    ['siamese', ['shared', 'hidden']],
    ['twoHeads', ['body']],
    ['nested', ['first', 'inner_norm', 'inner_norm_2']],
    ['nestedFirst', ['inner_dense', 'hidden']],
    ['recurrent', ['hidden']],
  ])('are by default, in %s, those behind which all units of hidden layers are done: %j', (name, expected) => {
    expect(maskedNames(insertMasks(makeNetwork(name)))).toEqual(expected);
  });

  it.each<[string, LayerSelection, string[]]>([
    ['a name', 'second', ['second']],
    ['a list, in network order', ['second', 'first'], ['first', 'second']],
    ['a RegExp, global or not', /^(fi|la)/g, ['first', 'last']],
    ['a predicate', ({ name }: layers.Layer) => name.includes('o'), ['second']],
  ])('are chosen by %s', (_, selection, expected) => {
    const masked = insertMasks(makeNetwork('chain'), { layers: selection });
    expect(maskedNames(masked)).toEqual(expected);
    expect(masked.masks.map(({ mask }) => mask.name)).toEqual(expected.map((layer) => `${layer}_mask`));
    expect(masked.network.layers.filter((layer) => layer instanceof UnitMask)).toHaveLength(expected.length);
  });

  it('take their masks from the caller: settings, a preset, a name', () => {
    const { masks } = insertMasks(makeNetwork('chain'), {
      mask: ({ name }) => (name === 'first' ? new GumbelSigmoidMask({ name: 'mine', alpha: 0.25 }) : { tasks: 3, granularity: 'element' }),
    });
    expect(masks.map(({ mask }) => [mask.name, mask.penalty.formula, mask.logits.shape])).toEqual([
      ['mine', '0.25·Σσ(l)', [1, 7]],
      ['second_mask', '0.001·Σσ(l)', [3, 5]],
    ]);
  });
});

describe('a masked unit', () => {
  it('is a dense unit whose outgoing weights are zero', () => {
    const network = makeNetwork('chain');
    const masked = insertMasks(network, { mask: allKept });
    const kept = [1, 0, 1, 1, 0, 0, 1];
    writeLogits(
      masked,
      'first',
      kept.map((bit) => bit - 0.5),
    );
    const zeroed = cloneNetwork(network);
    scaleWeight(zeroed, 'second', 0, kept, 'first');
    expect(outputsOf(masked.network)[0]).toBeAllclose(outputsOf(zeroed)[0]!, 1e-7);
    expect(outputsOf(masked.network)).not.toEqual(outputsOf(network));
  });

  it('is a channel whose incoming weights are zero, its activation of 0 being 0', () => {
    const network = makeNetwork('image');
    const masked = insertMasks(network, { layers: ['conv_1', 'conv_2'], mask: allKept });
    const [first, second] = [
      [1, 0, 1],
      [0, 1, 1, 0],
    ];
    writeLogits(
      masked,
      'conv_1',
      first.map((bit) => bit - 0.5),
    );
    writeLogits(
      masked,
      'conv_2',
      second.map((bit) => bit - 0.5),
    );
    const zeroed = cloneNetwork(network);
    scaleWeight(zeroed, 'conv_1', 0, first, 'last');
    scaleWeight(zeroed, 'conv_1', 1, first, 'last');
    scaleWeight(zeroed, 'conv_2', 0, second, 'last');
    expect(outputsOf(masked.network)[0]).toBeAllclose(outputsOf(zeroed)[0]!, 1e-7);
    expect(outputsOf(masked.network)).not.toEqual(outputsOf(network));
  });

  it('comes before an activation layer of its own unless that layer is selected', () => {
    const network = randomize(
      sequential({
        layers: [layers.dense({ units: 3, inputShape: [2], name: 'hidden' }), layers.activation({ activation: 'sigmoid', name: 'squash' })],
      }),
    );
    const none = { initialKeepProbability: 0.1 };
    const [before, behind] = ['hidden', 'squash'].map((layer) => insertMasks(network, { layers: layer, mask: () => none }).network);
    expect(new Set(outputsOf(before!)[0])).toEqual(new Set([0.5]));
    expect(new Set(outputsOf(behind!)[0])).toEqual(new Set([0]));
  });
});

describe('a masked network', () => {
  it('learns in a plain fit and changes nothing frozen: no weight, no statistic, and drops out nothing', async () => {
    const network = makeNetwork('image');
    const { network: masked } = insertMasks(network, { mask: () => ({ seed: 1 }) });
    const trained = replaceHead(masked, { units: 2 });
    const [head, logits] = [trained.getLayer('head'), trained.getLayer('norm_mask')].map((layer) => stateOfLayer(layer));
    const frozen = trained.layers.filter(({ name }) => name !== 'head' && !name.endsWith('_mask'));
    const before = frozen.map(stateOfLayer);
    const [x] = inputFor(trained, 12) as [Tensor];
    trained.compile({ optimizer: train.adam(0.05), loss: 'categoricalCrossentropy' });
    const fit = () => trained.fit(x, tensor(Array.from({ length: 12 }, (_, row) => [row % 2, 1 - (row % 2)])), { epochs: 2, verbose: 0 });
    await fit();
    expect(frozen.map(stateOfLayer)).toEqual(before);
    expect(stateOfLayer(trained.getLayer('head'))).not.toEqual(head);
    expect(stateOfLayer(trained.getLayer('norm_mask'))).not.toEqual(logits);
  });

  it('gives each of its tasks its own mask, whatever the batch size of the original', () => {
    const x = input({ batchShape: [1, 3], name: 'x' });
    const hidden = layers.dense({ units: 4, name: 'hidden' });
    const last = layers.dense({ units: 2, name: 'last', useBias: false });
    const network = randomize(model({ inputs: x, outputs: last.apply(hidden.apply(x)) as SymbolicTensor }));
    const masked = insertMasks(network, { mask: () => ({ tasks: 2 }) });
    writeLogits(masked, 'hidden', [1, 1, 1, 1, -1, -1, -1, -1]);
    const [one] = inputFor(network) as [Tensor];
    const two = tensor([...one.dataSync(), ...one.dataSync()], [2, 3]);
    expect(outputsOf(masked.network, [two])[0]).toEqual([...outputsOf(network, [one])[0]!, 0, 0]);
  });
});

it('keeps the batch size of a network that keeps a state for each sample', () => {
  const network = randomize(
    sequential({
      layers: [
        layers.simpleRNN({ units: 4, batchInputShape: [2, 3, 2], stateful: true, recurrentInitializer: 'glorotNormal' }),
        layers.dense({ units: 3, name: 'hidden' }),
        layers.dense({ units: 2 }),
      ],
    }),
  );
  const { network: masked } = insertMasks(network, { mask: allKept });
  expect(masked.inputs[0]!.shape).toEqual([2, 3, 2]);
  expect(outputsOf(masked)).toEqual(outputsOf(network));
});

const stateOfLayer = (layer: layers.Layer) => layer.weights.map((weight) => Array.from(weight.read().dataSync()));
