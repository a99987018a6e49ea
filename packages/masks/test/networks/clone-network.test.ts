import { constraints, input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { serialization, Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloneNetwork, fingerprintNetwork, GumbelSigmoidMask, UnitMask } from '@dum/masks';
import { networkOf, recipes } from './_random-network.js';
import { makeNetwork, networkNames, outputsOf, randomize, reload, stateOf } from './_networks.js';

const weightNames = (network: LayersModel): string[] => network.weights.map(({ originalName }) => originalName);

describe.each(networkNames)('cloneNetwork of %s', (name) => {
  it('gives the same outputs, names, flags and fingerprint', async () => {
    const network = makeNetwork(name);
    const clone = cloneNetwork(network);
    expect(outputsOf(clone)).toEqual(outputsOf(network));
    expect(clone.name).toBe(network.name);
    expect(clone.inputNames).toEqual(network.inputs.map(({ sourceLayer }) => sourceLayer.name));
    expect(weightNames(clone).sort()).toEqual(weightNames(network).sort());
    expect(clone.trainableWeights.map(({ originalName }) => originalName)).toEqual(
      network.trainableWeights.map(({ originalName }) => originalName),
    );
    expect(await fingerprintNetwork(clone)).toBe(await fingerprintNetwork(network));
  });

  it('shares no weight: either changes without the other', () => {
    const network = makeNetwork(name);
    const clone = cloneNetwork(network);
    const before = stateOf(network);
    randomize(clone, 99);
    expect(stateOf(network)).toEqual(before);
    const changed = stateOf(clone);
    randomize(network, 77);
    expect(stateOf(clone)).toEqual(changed);
    clone.dispose();
    expect(outputsOf(network)).not.toEqual(before.outputs);
  });

  it('leaves the original untouched, to the bit', () => {
    const network = makeNetwork(name);
    network.setUserDefinedMetadata({ range: [0, 255] });
    const before = stateOf(network);
    const clone = cloneNetwork(network);
    expect(stateOf(network)).toEqual(before);
    expect(clone.getUserDefinedMetadata()).toEqual({ range: [0, 255] });
    expect(clone.getUserDefinedMetadata()).not.toBe(network.getUserDefinedMetadata());
  });

  it('survives saving and loading', async () => {
    const network = makeNetwork(name);
    const loaded = await reload(cloneNetwork(network));
    expect(outputsOf(loaded)).toEqual(outputsOf(network));
    expect(await fingerprintNetwork(loaded)).toBe(await fingerprintNetwork(network));
  });
});

describe('cloneNetwork', () => {
  it('keeps shared layers shared', () => {
    const clone = cloneNetwork(makeNetwork('siamese'));
    expect(clone.getLayer('shared').inboundNodes).toHaveLength(2);
    expect(clone.countParams()).toBe(4 * 5 + 5 + 10 * 4 + 4 + 4 * 2 + 2);
  });

  it('keeps what is trainable, down to single weights and nested layers', () => {
    const network = makeNetwork('nested');
    network.getLayer('first').weights[0]!.trainable = false;
    network.getLayer('inner').trainable = false;
    const clone = cloneNetwork(network);
    const free = (of: LayersModel) => of.trainableWeights.map(({ originalName }) => originalName);
    expect(free(network)).toEqual(['first/bias', 'last/kernel', 'last/bias']);
    expect(free(clone)).toEqual(free(network));
    expect(outputsOf(clone)).toEqual(outputsOf(network));
  });

  it('copies constrained weights without constraining them again', () => {
    const network = sequential({
      layers: [layers.dense({ units: 8, inputShape: [9], kernelConstraint: constraints.unitNorm({ axis: 0 }) })],
    });
    randomize(network);
    expect(outputsOf(cloneNetwork(network))).toEqual(outputsOf(network));
  });

  it('keeps a fixed batch size, and inputs that no output needs', () => {
    const x = input({ batchShape: [2, 3], name: 'x' });
    const unused = input({ shape: [1], name: 'unused' });
    const network = model({ inputs: [unused, x], outputs: layers.dense({ units: 2 }).apply(x) as SymbolicTensor });
    const clone = cloneNetwork(network);
    expect(clone.inputs.map(({ shape }) => shape)).toEqual([
      [null, 1],
      [2, 3],
    ]);
    expect(outputsOf(clone)).toEqual(outputsOf(network));
  });

  it('keeps an initial state that is handed to a recurrent layer', () => {
    const [x, state] = [input({ shape: [3, 2], name: 'x' }), input({ shape: [4], name: 'state' })];
    const rnn = layers.simpleRNN({ units: 4, name: 'rnn', recurrentInitializer: 'glorotNormal' });
    const network = randomize(model({ inputs: [x, state], outputs: rnn.apply(x, { initialState: [state] }) as SymbolicTensor }));
    expect(outputsOf(cloneNetwork(network))).toEqual(outputsOf(network));
  });

  it('copies masks with their logits; a preset becomes the mask it is a preset of', () => {
    const network = sequential({
      layers: [layers.dense({ units: 6, inputShape: [4] }), new GumbelSigmoidMask({ name: 'mask', alpha: 0.5, tasks: 1, seed: 3 })],
    });
    randomize(network);
    const clone = cloneNetwork(network);
    const [mask, copy] = [network, clone].map((of) => of.getLayer('mask') as UnitMask) as [UnitMask, UnitMask];
    expect(copy).toBeInstanceOf(UnitMask);
    expect(copy.getConfig()).toEqual(mask.getConfig());
    expect(outputsOf(clone)).toEqual(outputsOf(network));
  });

  it('refuses a layer that no configuration makes again, by name', () => {
    class Broken extends layers.Layer {
      static readonly className = 'TestBroken';
      override getConfig(): serialization.ConfigDict {
        return { ...super.getConfig(), run: (() => 1) as unknown as serialization.ConfigDictValue };
      }
      override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
        return inputs;
      }
    }
    const network = sequential({ layers: [layers.dense({ units: 2, inputShape: [2] }), new Broken({ name: 'odd' })] });
    expect(() => cloneNetwork(network)).toThrow(
      /^cloneNetwork: layer "odd" can't be recreated from its configuration \(.*could not be cloned/,
    );
  });

  it.each([
    [undefined, 'undefined was given'],
    [sequential({ name: 'empty' }), '"empty", a Sequential without layers, was given'],
    [{ outputs: [{ name: 'Identity', shape: [1] }] }, 'an object without layers was given'],
  ])('refuses %o', (value, message) => {
    expect(() => cloneNetwork(value as LayersModel)).toThrow(`cloneNetwork: ${message}`);
  });

  it('refuses two layers of one name', () => {
    const network = sequential({ name: 'twins', layers: [layers.dense({ units: 2, inputShape: [2], name: 'twin' })] });
    network.add(layers.dense({ units: 2, name: 'twin' }));
    expect(() => cloneNetwork(network)).toThrow(
      `cloneNetwork: two layers of "twins" are called "twin", and such a network can't be loaded once saved`,
    );
  });
});

describe('cloneNetwork of random networks', () => {
  it('is the network, touches nothing and shares nothing', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: true }), async (recipe) => {
        const network = networkOf(recipe);
        const before = stateOf(network);
        const clone = cloneNetwork(network);
        expect(stateOf(network)).toEqual(before);
        expect(outputsOf(clone)).toEqual(before.outputs);
        expect(weightNames(clone).sort()).toEqual(weightNames(network).sort());
        expect(clone.trainableWeights.length).toBe(before.trainable);
        expect(await fingerprintNetwork(clone)).toBe(await fingerprintNetwork(network));
        randomize(clone, recipe.seed + 1);
        expect(stateOf(network)).toEqual(before);
        clone.dispose();
        network.dispose();
      }),
      { numRuns: 60 },
    );
  });

  it('loads again as itself', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: false }), async (recipe) => {
        const network = networkOf(recipe);
        const loaded = await reload(cloneNetwork(network));
        expect(outputsOf(loaded)).toEqual(outputsOf(network));
        expect(await fingerprintNetwork(loaded)).toBe(await fingerprintNetwork(network));
      }),
      { numRuns: 40 },
    );
  });

  it('loads again as its original does where layers are called again, for better or worse', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: true }), async (recipe) => {
        const network = networkOf(recipe);
        const [ours, theirs] = await Promise.all([cloneNetwork(network), network].map(tryReload));
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 60 },
    );
  });
});

const tryReload = async (network: LayersModel): Promise<unknown> => {
  try {
    return outputsOf(await reload(network));
  } catch {
    return 'not loaded';
  }
};
