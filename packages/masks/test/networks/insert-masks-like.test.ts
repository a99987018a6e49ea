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
  readMasks,
  writeMasks,
} from '@dum/masks';
import { createMaskSet, type LayerMaskInput, type MaskSet, maskSetFromJson, maskSetToJson } from '@dum/masks/mask-set';
import { noiseKey } from '@dum/masks/noise';
import { documentIn, sealText } from '../mask-set/sealed-text.js';
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

/** A set as it is read from a file of the version that doesn't say what bits stand for. */
const asOld = (masks: MaskSet): MaskSet => {
  const { layers: saved, ...document } = documentIn(maskSetToJson(masks)) as { readonly layers: readonly { granularity: unknown }[] };
  return maskSetFromJson(sealText({ ...document, version: 1, layers: saved.map(({ granularity: _, ...layer }) => layer) }), {
    name: 'old',
  });
};

/** A masked network; nothing where it is refused. */
const attempt = (insert: () => MaskedNetwork): MaskedNetwork | undefined => {
  try {
    return insert();
  } catch (error) {
    if (error instanceof DumError) return undefined;
    throw error;
  }
};

/** A version 1 set takes elements along one axis for channels, which may be tied at more places. */
const placesOf = ({ masks }: MaskedNetwork): string => masks.map(({ places }) => places.join()).join(';');

it('puts the masks of a set where they were, whatever their units are', async () => {
  let [elements, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(imageRecipes, choices, fc.nat(1000), async (recipe, options, seed) => {
      const network = imageNetworkOf(recipe);
      const masked = attempt(() => insertMasks(network, options));
      fc.pre(masked !== undefined);
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
      const old = asOld(found);
      const likeOld = attempt(() => insertMasksLike(network, old));
      if (likeOld === undefined || placesOf(likeOld) !== placesOf(masked)) {
        refused++;
        return;
      }
      writeMasks(likeOld, [old]);
      expect(outputsOf(likeOld.network)).toEqual(outputsOf(masked.network));
    }),
    { numRuns: 40 },
  );
  expect(elements).toBeGreaterThan(10);
  expect(refused).toBeLessThan(4);
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
    ['conv', [4], 'channel'],
    ['conv', [3, 3, 4], 'element'],
    ['flat', [36], 'channel'],
    ['flat', [36], 'element'],
  ] as const)('behind "%s", of shape %j, follows the set: %s', async (layer, shape, granularity) => {
    const network = small();
    const { masks } = insertMasksLike(network, await setOf(network, [{ layer, shape, granularity }]), { tasks: 3 });
    expect(masks.map(({ mask }) => [mask.granularity, mask.logits.shape])).toEqual([[granularity, [3, ...shape]]]);
  });

  it.each(['channel', 'element'] as const)('is the same for the features of a flat input, whether they were found by %s', (inputs) => {
    const network = randomize(
      sequential({
        layers: [
          layers.reshape({ targetShape: [4, 4, 1], inputShape: [16], name: 'image' }),
          layers.conv2d({ filters: 3, kernelSize: 2, activation: 'relu', name: 'conv' }),
          layers.flatten(),
          layers.dense({ units: 2, name: 'head' }),
        ],
      }),
    );
    const { layer } = insertMasks(network, { inputs }).masks[0]!;
    const sets = (['channel', 'element'] as const).map((granularity) =>
      createMaskSet('0'.repeat(64), [{ layer, shape: [16], granularity, kept: Array.from({ length: 16 }, (_, unit) => unit % 3 && 1) }]),
    );
    const outputs = sets.map((set) => {
      const masked = insertMasksLike(network, set);
      writeMasks(masked, [set]);
      return outputsOf(masked.network);
    });
    expect(outputs[0]).toEqual(outputs[1]);
    expect(outputs[0]).not.toEqual(outputsOf(network));
  });
});

it.each<[string, Omit<LayerMaskInput, 'kept'>[], RegExp]>([
  [
    'another number of channels',
    [{ layer: 'conv', shape: [5] }],
    /the set has masks of "conv" \[5\], where this network would .* "conv" \[4\]/,
  ],
  ['channels first', [{ layer: 'conv', shape: [4, 3, 3] }], /masks of "conv" \[4, 3, 3\], where this network would .* "conv" \[3, 3, 4\]/],
  ['elements in one axis', [{ layer: 'conv', shape: [36], granularity: 'element' }], /masks of "conv" \[36\],.* "conv" \[3, 3, 4\]/],
  ['a layer that is not there', [{ layer: 'cnov', shape: [4] }], /no layer matches "cnov".*Did you mean "conv"/],
  ['a place that is not there', [{ layer: 'conv', places: ['conv', 'hiden'], shape: [4] }], /no layer matches "hiden"/],
  [
    'places of other units',
    [{ layer: 'conv', places: ['conv', 'hidden'], shape: [4] }],
    /masks of "conv \+ hidden" \[4\], where this network would have masks of "conv" \[4\], "hidden" \[36\]/,
  ],
  [
    'places of as many units that are not the same',
    [{ layer: 'flat', places: ['flat', 'hidden'], shape: [36] }],
    /the set has masks of "flat \+ hidden" \[36\], where this network would have masks of "flat" \[36\], "hidden" \[36\]/,
  ],
])('refuses %s, and leaves nothing behind', async (_, masks, expected) => {
  const network = small();
  const set = await setOf(network, masks);
  await expect(() => {
    expect(() => insertMasksLike(network, set)).toThrow(expected);
  }).toLeakNoTensors();
});
