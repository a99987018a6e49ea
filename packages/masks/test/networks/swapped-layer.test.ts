import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertMasks } from '@dum/masks';
import { swappedLayer } from '../../src/networks/swapped-layer.js';
import { outputsOf, randomize, reload } from './_networks.js';
import { networkOf, recipes } from './_random-network.js';

/** A layer that is called behind another one first, and then on the input. */
const deepCallFirst = (): LayersModel => {
  const x = input({ shape: [3], name: 'x' });
  const shared = layers.dense({ units: 3, name: 'shared' });
  const before = layers.dense({ units: 3, name: 'before' }).apply(x) as SymbolicTensor;
  const deep = shared.apply(before) as SymbolicTensor;
  const shallow = layers.dense({ units: 3, name: 'after' }).apply(shared.apply(x)) as SymbolicTensor;
  const both = layers.concatenate({ name: 'both' }).apply([shallow, deep]) as SymbolicTensor;
  return randomize(model({ inputs: x, outputs: layers.dense({ units: 2, name: 'last' }).apply(both) as SymbolicTensor, name: 'swap' }));
};

describe('a network whose calls TensorFlow.js swaps when it loads it', () => {
  it('loads as another network, and is refused by name', async () => {
    const network = deepCallFirst();
    expect(swappedLayer(network)?.name).toBe('shared');
    expect(outputsOf(await reload(network))).not.toEqual(outputsOf(network));
    expect(() => insertMasks(network, { layers: 'before' })).toThrow(
      'insertMasks: layer "shared" of "swap" is called several times, deep calls before shallow ones, and TensorFlow.js would swap them when it loads the saved network; call it on the shallower input first',
    );
  });

  it('is distinguished from one that loads as itself, for random networks that share layers', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: true }), async (recipe) => {
        const network = networkOf(recipe);
        if (swappedLayer(network) === undefined) expect(outputsOf(await reload(network))).toEqual(outputsOf(network));
      }),
      { numRuns: 400 },
    );
  });

  it('never is one that insertMasks gives', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ again: true }), fc.boolean(), async (recipe, byDefault) => {
        const network = networkOf(recipe);
        const chosen = byDefault ? {} : { layers: /dense|inner/ };
        let masked: LayersModel;
        try {
          masked = insertMasks(network, { ...chosen, mask: () => ({ initialKeepProbability: 0.9 }) }).network;
        } catch (error) {
          expect(String(error)).toMatch(/is called several times|no layer matches|none of them before the last/);
          return;
        }
        expect(outputsOf(masked)).toEqual(outputsOf(network));
        expect(outputsOf(await reload(masked))).toEqual(outputsOf(network));
      }),
      { numRuns: 100 },
    );
  });
});
