import { memory } from '@tensorflow/tfjs-core';
import { input, layers, LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintNetwork, flattenNetwork } from '@dum/masks';
import { makeImageNetwork } from './_image-networks.js';
import { makeNetwork, networkNames, outputsOf, randomize, reload, stateOf } from './_networks.js';
import { networkOf, recipes } from './_random-network.js';

const namesOf = (network: LayersModel) => network.layers.map(({ name }) => name);

describe('flattenNetwork', () => {
  it.each(networkNames)('computes what %s does, has its fingerprint and metadata, and no network in it', async (name) => {
    const network = makeNetwork(name);
    network.setUserDefinedMetadata({ range: [0, 1] });
    const before = stateOf(network);
    const flat = flattenNetwork(network);
    expect(flat.layers.some((layer) => layer instanceof LayersModel)).toBe(false);
    expect(outputsOf(flat)).toEqual(before.outputs);
    expect(await fingerprintNetwork(flat)).toBe(await fingerprintNetwork(network));
    expect(flat.getUserDefinedMetadata()).toEqual({ range: [0, 1] });
    expect(stateOf(network)).toEqual(before);
  });

  it('keeps names, and puts the network before those of which there are several', () => {
    expect(namesOf(flattenNetwork(makeNetwork('nested')))).toEqual([
      'x',
      'first',
      'inner_frozen',
      'inner_norm',
      'inner_free',
      'inner_norm_2',
      'last',
    ]);
    expect(namesOf(flattenNetwork(makeImageNetwork('transfer')))).toEqual([
      'x',
      'backbone/conv',
      'norm',
      'relu',
      'backbone/tail/conv',
      'tanh',
      'flat',
      'dense',
      'head',
    ]);
  });

  it('shares the layers of a network that is called several times, and leaves out what nothing reads', () => {
    const a = input({ shape: [3], name: 'a' });
    const unread = layers.dense({ units: 5, name: 'unread' }).apply(a) as SymbolicTensor;
    const inner = model({
      inputs: a,
      outputs: [unread, layers.dense({ units: 3, name: 'read' }).apply(a) as SymbolicTensor],
      name: 'inner',
    });
    const x = input({ shape: [3], name: 'x' });
    const once = (inner.apply(x) as SymbolicTensor[])[1]!;
    const twice = (inner.apply(once) as SymbolicTensor[])[1]!;
    const network = randomize(model({ inputs: x, outputs: twice }));
    const flat = flattenNetwork(network);
    expect(namesOf(flat)).toEqual(['x', 'read']);
    expect(flat.getLayer('read').inboundNodes).toHaveLength(2);
    expect(outputsOf(flat)).toEqual(outputsOf(network));
  });

  it('gives random networks as they are, also once loaded again, and lets go of all it holds', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: false }), async (recipe) => {
        const network = networkOf(recipe);
        const before = stateOf(network);
        const tensors = memory().numTensors;
        const flat = flattenNetwork(network);
        expect(outputsOf(flat)).toEqual(before.outputs);
        const loaded = await reload(flat);
        expect(outputsOf(loaded)).toEqual(before.outputs);
        expect(await fingerprintNetwork(loaded)).toBe(await fingerprintNetwork(network));
        for (const made of [flat, loaded]) made.dispose();
        expect(memory().numTensors).toBeLessThanOrEqual(tensors + 20);
        expect(stateOf(network)).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses two layers that would have one name', () => {
    const inner = sequential({ name: 'inner', layers: [layers.dense({ units: 2, inputShape: [2], name: 'a' })] });
    const x = input({ shape: [2], name: 'x' });
    const outer = layers.dense({ units: 2, name: 'a' }).apply(layers.dense({ units: 2, name: 'inner/a' }).apply(x));
    const network = model({ inputs: x, outputs: inner.apply(outer) as SymbolicTensor, name: 'outer' });
    expect(() => flattenNetwork(network)).toThrow('flattenNetwork: two layers of "outer" are called "inner/a"');
  });
});
