import { tensor } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintNetwork, insertMasks, unitGroups, UnitMask } from '@dum/masks';
import { makeNetwork, networkNames, randomize, reload } from './_networks.js';
import { networkOf, recipes } from './_random-network.js';

const flipBit = (network: LayersModel, weight: number, bit: number): void => {
  const variable = network.weights[weight % network.weights.length]!;
  const values = variable.read().dataSync().slice() as Float32Array;
  const bits = new Uint32Array(values.buffer);
  bits[(bit >>> 5) % bits.length]! ^= 1 << (bit & 31);
  variable.write(tensor(values, variable.shape as number[]));
};

describe('fingerprintNetwork', () => {
  it.each(networkNames)('is 64 hexadecimal digits of %s, its own, and the same every time', async (name) => {
    const prints = await Promise.all([makeNetwork(name), makeNetwork(name), randomize(makeNetwork(name), 5)].map(fingerprintNetwork));
    expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(prints[1]).toBe(prints[0]);
    expect(prints[2]).not.toBe(prints[0]);
  });

  it('differs for any one flipped bit of any weight or statistic', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...networkNames), fc.nat(1000), fc.nat(100_000), async (name, weight, bit) => {
        const network = makeNetwork(name);
        const before = await fingerprintNetwork(network);
        flipBit(network, weight, bit);
        expect(await fingerprintNetwork(network)).not.toBe(before);
        flipBit(network, weight, bit);
        expect(await fingerprintNetwork(network)).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['norm', 'inner_norm'])('differs when the statistics of %s change', async (name) => {
    const network = makeNetwork(name === 'norm' ? 'image' : 'nested');
    const before = await fingerprintNetwork(network);
    const mean = network.weights.find(({ originalName }) => originalName === `${name}/moving_mean`)!;
    mean.write(tensor(new Float32Array(mean.shape[0]!).fill(0.5)));
    expect(await fingerprintNetwork(network)).not.toBe(before);
  });

  it('differs when a layer is renamed, or two layers change places', async () => {
    const make = (...units: [string, string]) => {
      const x = input({ shape: [3], name: 'x' });
      const ends = units.map((name) => layers.dense({ units: 3, name, kernelInitializer: 'ones' }).apply(x) as SymbolicTensor);
      return fingerprintNetwork(model({ inputs: x, outputs: layers.concatenate({ name: 'both' }).apply(ends) as SymbolicTensor }));
    };
    expect(await make('a', 'b')).toBe(await make('a', 'b'));
    expect(await make('a', 'c')).not.toBe(await make('a', 'b'));
    expect(await make('b', 'a')).not.toBe(await make('a', 'b'));
  });

  it('does not depend on what is trainable', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: true }), fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), async (recipe, flags) => {
        const network = networkOf(recipe);
        const before = await fingerprintNetwork(network);
        network.layers.forEach((layer, index) => {
          layer.trainable = flags[index % 20]!;
          for (const weight of layer.weights) weight.trainable = flags[(index + weight.id) % 20]!;
        });
        expect(await fingerprintNetwork(network)).toBe(before);
      }),
      { numRuns: 40 },
    );
  });

  it.each(networkNames)('is the same of %s loaded again, with or without masks', async (name) => {
    const network = makeNetwork(name);
    const { network: masked, masks } = insertMasks(network, {
      layers: ({ name: layer }) => ['hidden', 'first', 'left', 'right', 'conv_2', 'body'].includes(layer),
    });
    expect(masks.length).toBeGreaterThan(0);
    const prints = await Promise.all([network, masked, await reload(network), await reload(masked)].map(fingerprintNetwork));
    expect(new Set(prints).size).toBe(1);
  });

  it('does not depend on where masks are, even where they make a branch deeper', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: false }), fc.nat(), async (recipe, pick) => {
        const network = networkOf(recipe);
        const names = unitGroups(network)
          .filter(({ isInput }) => !isInput)
          .map(({ name }) => name);
        fc.pre(names.length > 0);
        const { network: masked } = insertMasks(network, {
          layers: names.filter((_, index) => index === pick % names.length || (pick >>> index) & 1),
        });
        expect(masked.layers.some((layer) => layer instanceof UnitMask)).toBe(true);
        expect(await fingerprintNetwork(masked)).toBe(await fingerprintNetwork(network));
      }),
      { numRuns: 40 },
    );
  });

  it('leaks no tensor, and refuses what is no network', async () => {
    const network = makeNetwork('nested');
    await expect(() => fingerprintNetwork(network)).toLeakNoTensors();
    await expect(fingerprintNetwork({} as LayersModel)).rejects.toThrow('fingerprintNetwork: an object without layers was given');
  });
});
