import { mul, tensor, type Tensor, tile } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintNetwork, flattenNetwork, insertMasks, type InsertMasksOptions, type MaskedNetwork, unitGroups } from '@dum/masks';
import { noiseKey } from '@dum/masks/noise';
import { runByHand } from './_by-hand.js';
import { inputFor, outputsOf, reload, stateOf } from './_networks.js';
import { imageNetworkOf, imageRecipes } from './_random-image-network.js';

const allKept: InsertMasksOptions['mask'] = () => ({ initialKeepProbability: 0.9 });

const optionsOf: fc.Arbitrary<InsertMasksOptions> = fc.record(
  {
    granularity: fc.constantFrom('channel', 'element'),
    inputs: fc.constantFrom('channel', 'element'),
    layers: fc.constantFrom(/^conv|nested.*conv|hidden/, /norm|sigmoid|hidden/, /add|multiply|depthwise|hidden/, 'hidden'),
  },
  { requiredKeys: [] },
);

const isKept = (seed: number, mask: number, unit: number): boolean => noiseKey(seed, mask, unit) % 3 !== 0;

/** Masks a network, unless its own shared layers can't be loaded again, make elements of several sizes, or the options contradict each other. */
const maskAll = (network: LayersModel, options: InsertMasksOptions): MaskedNetwork => {
  try {
    return insertMasks(network, options);
  } catch (error) {
    const reasons = [/_\d+" of .* is called several times/, /share some of their units/, /would need two masks/];
    if (options.granularity === 'element') reasons.push(/is called \d+ times, on different units/);
    fc.pre(!(error instanceof DumError && reasons.some((reason) => reason.test(error.message))));
    throw error;
  }
};

const units = (shape: readonly (number | null)[]): number => shape.reduce<number>((product, size) => product * size!, 1);

/** Gives each mask and task random bits, keyed by seed, and the factors by which each place multiplies then. */
const writeRandomMasks = ({ masks }: MaskedNetwork, seed: number, task = 0): Map<string, Tensor> => {
  const factors = new Map<string, Tensor>();
  masks.forEach(({ places, mask }, index) => {
    const [tasks, ...shape] = mask.logits.shape as [number, ...number[]];
    const bits = Array.from({ length: tasks }, (_, row) =>
      Array.from({ length: units(shape) }, (_, unit) => isKept(seed + row, index, unit)),
    );
    mask.logits.write(
      tensor(
        bits.flat().map((bit) => (bit ? 1 : -1)),
        [tasks, ...shape],
      ),
    );
    for (const place of places) factors.set(place, tensor(bits[task]!.map(Number), shape));
  });
  return factors;
};

describe('masks in random convolutional networks', () => {
  it('leave the network as it is while all units are kept, to the bit, also once saved and loaded', async () => {
    await fc.assert(
      fc.asyncProperty(imageRecipes, optionsOf, async (recipe, options) => {
        const network = imageNetworkOf(recipe);
        const before = stateOf(network);
        const { network: masked } = maskAll(network, { ...options, mask: allKept });
        expect(outputsOf(masked)).toEqual(before.outputs);
        expect(stateOf(network)).toEqual(before);
        expect(await fingerprintNetwork(masked)).toBe(await fingerprintNetwork(network));
        expect(outputsOf(await reload(masked))).toEqual(before.outputs);
      }),
      { numRuns: 60 },
    );
  });

  it('multiply what the layers at their places make, to the bit, also once saved and loaded', async () => {
    await fc.assert(
      fc.asyncProperty(imageRecipes, optionsOf, fc.nat(1000), async (recipe, options, seed) => {
        const network = imageNetworkOf(recipe);
        const masked = maskAll(network, options);
        const factors = writeRandomMasks(masked, seed);
        const expected = runByHand(network, inputFor(network), factors);
        expect(outputsOf(masked.network)).toEqual(expected);
        expect(outputsOf(await reload(masked.network))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('stand at the same places when those are named', () => {
    fc.assert(
      fc.property(imageRecipes, optionsOf, (recipe, options) => {
        const network = imageNetworkOf(recipe);
        const placesOf = ({ masks }: MaskedNetwork) => masks.map(({ layer, places, mask }) => [layer, places, mask.logits.shape]);
        const masked = maskAll(network, options);
        const granularities = new Map(
          masked.masks.flatMap(({ places, mask }) => places.map((place) => [place, mask.granularity] as const)),
        );
        const again = insertMasks(network, {
          layers: masked.masks.flatMap(({ places }) => places),
          mask: ({ name }) => ({ granularity: granularities.get(name)! }),
        });
        expect(placesOf(again)).toEqual(placesOf(masked));
      }),
      { numRuns: 60 },
    );
  });

  it('leave nothing of a dropped unit: whatever forms it, the outputs are the same to the bit', () => {
    let dropped = 0;
    fc.assert(
      fc.property(imageRecipes, fc.nat(1000), (recipe, seed) => {
        const network = flattenNetwork(imageNetworkOf(recipe));
        const masked = maskAll(network, {});
        const factors = writeRandomMasks(masked, seed);
        const outputs = outputsOf(masked.network);
        for (const { formedBy, places, isDroppable } of unitGroups(network)) {
          const kept = factors.get(places[0]!)?.dataSync();
          if (!isDroppable || kept === undefined || formedBy.some(({ unitAt }) => unitAt.length !== kept.length)) continue;
          for (const { layer } of formedBy) {
            const changes = kept.map((bit) => (bit === 1 ? 1 : -7));
            dropped += changes.filter((change) => change === -7).length;
            scaleUnits(masked.network, layer, changes);
          }
        }
        expect(outputsOf(masked.network)).toEqual(outputs);
      }),
      { numRuns: 80 },
    );
    expect(dropped).toBeGreaterThan(100);
  });

  it('give each of several tasks in one batch what it has alone, to the bit', () => {
    fc.assert(
      fc.property(imageRecipes, optionsOf, fc.nat(1000), (recipe, options, seed) => {
        const network = imageNetworkOf(recipe);
        const masked = maskAll(network, { ...options, mask: () => ({ tasks: 3 }) });
        const x = inputFor(network);
        const factors = [0, 1, 2].map((task) => writeRandomMasks(masked, seed, task));
        const together = outputsOf(
          masked.network,
          x.map((value) => tile(value, [3, ...value.shape.slice(1).map(() => 1)])),
        );
        expect(together[0]).toEqual(factors.flatMap((own) => runByHand(network, x, own)[0]!));
      }),
      { numRuns: 40 },
    );
  });
});

/** Multiplies the weights with which a layer forms its units. */
const scaleUnits = (network: LayersModel, layer: string, factors: ArrayLike<number>): void => {
  for (const weight of network.getLayer(layer).weights.slice(layer.startsWith('separable') ? 1 : 0)) {
    const axes = weight.shape.slice(layer.startsWith('depthwise') ? -2 : -1) as number[];
    weight.write(mul(weight.read(), tensor(Array.from(factors), units(axes) === factors.length ? axes : [factors.length])));
  }
};
