import '../_cpu.js';
import { tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintNetwork,
  insertMasks,
  insertMasksLike,
  type InsertMasksOptions,
  type MaskedNetwork,
  noiseKey,
  readMasks,
  writeMasks,
} from '@dum/masks';
import { createMaskSet, type LayerMaskInput } from '@dum/masks/mask-set';
import { outputsOf, randomize, stateOf } from './_networks.js';
import { imageNetworkOf, imageRecipes } from './_random-image-network.js';

const choices: fc.Arbitrary<InsertMasksOptions> = fc.record(
  {
    granularity: fc.constantFrom('channel', 'element'),
    inputs: fc.constantFrom('channel', 'element'),
    layers: fc.constantFrom(/^conv|nested.*conv|hidden/, /norm|sigmoid|hidden/, /add|multiply|depthwise|hidden/),
  },
  { requiredKeys: [] },
);

const insertOrSkip = (network: LayersModel, options: InsertMasksOptions): MaskedNetwork => {
  try {
    return insertMasks(network, options);
  } catch (error) {
    fc.pre(!(error instanceof DumError));
    throw error;
  }
};

it('puts the masks of a set where they were, whatever their units are', async () => {
  let elements = 0;
  await fc.assert(
    fc.asyncProperty(imageRecipes, choices, fc.nat(1000), async (recipe, options, seed) => {
      const network = imageNetworkOf(recipe);
      const masked = insertOrSkip(network, options);
      masked.masks.forEach(({ mask }, index) => {
        const shape = mask.logits.shape as number[];
        const size = shape.reduce((product, axis) => product * axis, 1);
        mask.logits.write(
          tensor(
            Array.from({ length: size }, (_, unit) => (noiseKey(seed, index, unit) % 3 === 0 ? -1 : 1)),
            shape,
          ),
        );
        if (shape.length > 2) elements++;
      });
      const found = await readMasks(masked.network, { fingerprint: await fingerprintNetwork(network) });
      const before = stateOf(network);
      const again = insertMasksLike(network, found);
      writeMasks(again, [found]);
      expect(outputsOf(again.network)).toEqual(outputsOf(masked.network));
      expect(await readMasks(again.network, { fingerprint: found.network })).toEqual(found);
      expect(stateOf(network)).toEqual(before);
    }),
    { numRuns: 40 },
  );
  expect(elements).toBeGreaterThan(10);
});

/** A convolution of 4 channels at 3 × 3 positions, a dense layer of 36 units, and a head. */
const small = (): LayersModel =>
  randomize(
    sequential({
      layers: [
        layers.conv2d({ filters: 4, kernelSize: 2, inputShape: [4, 4, 1], activation: 'relu', name: 'conv' }),
        layers.flatten({ name: 'flat' }),
        layers.dense({ units: 36, activation: 'relu', name: 'hidden' }),
        layers.dense({ units: 2, name: 'head' }),
      ],
    }),
  );

const setOf = async (network: LayersModel, masks: readonly Omit<LayerMaskInput, 'kept'>[]) =>
  createMaskSet(
    await fingerprintNetwork(network),
    masks.map((mask) => ({ ...mask, kept: new Uint8Array(mask.shape.reduce((product, size) => product * size, 1)) })),
  );

describe('what a bit stands for', () => {
  it.each([
    [[4], 'channel'],
    [[3, 3, 4], 'element'],
  ] as const)('is said by the shape %j: %s', async (shape, granularity) => {
    const network = small();
    const { masks } = insertMasksLike(network, await setOf(network, [{ layer: 'conv', shape }]), { tasks: 3 });
    expect(masks.map(({ mask }) => [mask.granularity, mask.logits.shape])).toEqual([[granularity, [3, ...shape]]]);
  });
});

it.each([
  ['a shape of neither', [{ layer: 'conv', shape: [5] }], /the mask of "conv" has shape \[5\]; .* "conv" has \[3, 3, 4\]/],
  ['channels first', [{ layer: 'conv', shape: [4, 3, 3] }], /the mask of "conv" has shape \[4, 3, 3\]/],
  ['as many values in one axis', [{ layer: 'conv', shape: [36] }], /the mask of "conv" has shape \[36\]/],
  ['a layer that is not there', [{ layer: 'cnov', shape: [4] }], /no layer matches "cnov".*Did you mean "conv"/],
  ['a place that is not there', [{ layer: 'conv', places: ['conv', 'hiden'], shape: [4] }], /no layer matches "hiden"/],
  ['places of other units', [{ layer: 'conv', places: ['conv', 'hidden'], shape: [4] }], /"conv" has \[3, 3, 4\], "hidden" has \[36\]/],
  [
    'places of as many units that are not the same',
    [{ layer: 'flat', places: ['flat', 'hidden'], shape: [36] }],
    /the set has masks of "flat \+ hidden"; this network would have them of "flat", "hidden"/,
  ],
])('refuses %s, and leaves nothing behind', async (_, masks, expected) => {
  const network = small();
  const set = await setOf(network, masks);
  await expect(() => {
    expect(() => insertMasksLike(network, set)).toThrow(expected);
  }).toLeakNoTensors();
});
