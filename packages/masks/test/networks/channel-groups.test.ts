import { tensor } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  channelGroups,
  createMaskSet,
  extractMasked,
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  insertMasksLike,
  keptUnits,
  type MaskedNetwork,
  type MaskSet,
  maskSetFromJson,
  maskSetToJson,
  readMasks,
  summarizeMasks,
  traceWiring,
  unitGroups,
  writeMasks,
} from '@dum/masks';
import { noiseKey } from '@dum/masks/noise';
import { outputsOf, randomize, reload } from './_networks.js';
import { imageNetworkOf, imageRecipes } from './_random-image-network.js';

const pairs = channelGroups(2);

/** The masks of channels that do what masks of pairs of channels do. */
const byChannel = ({ network, layers: all }: MaskSet): MaskSet =>
  createMaskSet(
    network,
    all.map(({ shape, kept, ...mask }) => ({
      ...mask,
      granularity: 'channel',
      shape: [2 * shape[0]!],
      kept: [...kept].flatMap((bit) => [bit, bit]),
    })),
  );

const drop = ({ masks }: MaskedNetwork, seed: number): void =>
  masks.forEach(({ mask: { logits } }, index) => {
    const count = logits.shape[1]!;
    const values = Array.from({ length: count }, (_, unit) => (noiseKey(seed, index, unit) % 3 === 0 ? -1 : 1));
    logits.write(tensor(values, [1, count]));
  });

const insertOrNothing = (network: LayersModel): MaskedNetwork | undefined => {
  try {
    return insertMasks(network, { granularity: pairs });
  } catch (error) {
    if (error instanceof DumError) return undefined;
    throw error;
  }
};

/** Recipes of networks of even widths. */
const evenRecipes = imageRecipes.map((recipe) => ({
  ...recipe,
  steps: recipe.steps.map((step) => ({ ...step, channels: 2 + 2 * (step.channels % 2) })),
}));

describe('masks of groups of channels', () => {
  it('do what masks of their channels do, in any network, as they are and cut out', async () => {
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(evenRecipes, fc.nat(1000), async (recipe, seed) => {
        const network = imageNetworkOf(recipe);
        const masked = insertOrNothing(network);
        fc.pre(masked !== undefined);
        drop(masked, seed);
        const found = await readMasks(masked.network, { fingerprint: await fingerprintNetwork(network) });
        expect(maskSetFromJson(maskSetToJson(found), { name: 'found' })).toEqual(found);
        const channels = byChannel(found);
        const like = [found, channels].map((set) => {
          const inserted = insertMasksLike(network, set);
          writeMasks(inserted, [set]);
          return inserted;
        });
        expect(like.map(({ masks }) => masks.map(({ places }) => places))).toEqual(
          Array.from({ length: 2 }, () => masked.masks.map(({ places }) => places)),
        );
        for (const { network: again } of like) expect(outputsOf(again)).toEqual(outputsOf(masked.network));
        const wiring = traceWiring(
          network,
          found.layers.map(({ layer }) => layer),
        );
        const [ofGroups, ofChannels] = [found, channels].map((set) => summarizeMasks(set, wiring));
        expect([ofGroups!.parameters, ofGroups!.multiplyAdds]).toEqual([ofChannels!.parameters, ofChannels!.multiplyAdds]);
        expect(2 * ofGroups!.units.kept).toBe(ofChannels!.units.kept);
        const [small, same] = await Promise.all(like.map(({ network: again }) => extractMasked(again)));
        expect(small!.certificate).toEqual(same!.certificate);
        cut += small!.certificate.units.masked;
      }),
      { numRuns: 15 },
    );
    expect(cut).toBeGreaterThan(20);
  });

  it('lose the channels of a dropped group where they are cut out', async () => {
    const network = randomize(
      sequential({
        layers: [layers.dense({ units: 6, activation: 'relu', inputShape: [3], name: 'heads' }), layers.dense({ units: 2, name: 'head' })],
      }),
    );
    const masks = createMaskSet(await fingerprintNetwork(network), [
      { layer: 'heads', granularity: channelGroups(3), shape: [2], kept: [0, 1] },
    ]);
    expect(keptUnits(masks)).toBe(1);
    const { network: small, certificate } = await extractSubnetwork(network, { masks });
    expect(certificate.units).toEqual({ before: 8, after: 5, masked: 3, dead: 0, unreachable: 0 });
    const kernel = network.getLayer('heads').getWeights()[0]!.arraySync() as number[][];
    expect(small.getLayer('heads').getWeights()[0]!.arraySync()).toEqual(kernel.map((row) => row.slice(3)));
  });

  it('are saved and loaded with their network', async () => {
    const masked = insertMasks(residual(), { granularity: pairs });
    drop(masked, 3);
    const again = await reload(masked.network);
    expect((await readMasks(again)).layers).toEqual((await readMasks(masked.network)).layers);
    expect(outputsOf(again)).toEqual(outputsOf(masked.network));
  });
});

/** A stem of 8 channels, to which a branch of as many is added, and a head. */
const residual = (): LayersModel => {
  const x = input({ shape: [4], name: 'x' });
  const stem = layers.dense({ units: 8, activation: 'relu', name: 'stem' }).apply(x) as SymbolicTensor;
  const inner = layers.dense({ units: 6, activation: 'relu', name: 'inner' }).apply(stem) as SymbolicTensor;
  const branch = layers.dense({ units: 8, name: 'branch' }).apply(inner) as SymbolicTensor;
  const sum = layers.add({ name: 'sum' }).apply([stem, branch]) as SymbolicTensor;
  return randomize(model({ inputs: x, outputs: layers.dense({ units: 3, name: 'head' }).apply(sum) as SymbolicTensor }));
};

it('are one mask for all places of tied units', () => {
  const { masks } = insertMasks(residual(), { granularity: pairs });
  expect(masks.map(({ places, mask }) => [places, mask.granularity, mask.logits.shape])).toEqual([
    [['stem', 'sum'], pairs, [1, 4]],
    [['inner'], pairs, [1, 3]],
  ]);
});

it('are units of unitGroups where masks stand by default, and channels elsewhere', () => {
  const groups = unitGroups(residual(), { granularity: pairs });
  expect(
    groups.map(({ name, size, formedBy, places }) => [name, size, formedBy.map(({ layer, unitAt }) => [layer, ...unitAt]), places]),
  ).toEqual([
    ['x', 4, [['x', 0, 1, 2, 3]], []],
    [
      'stem',
      4,
      [
        ['stem', 0, 0, 1, 1, 2, 2, 3, 3],
        ['branch', 0, 0, 1, 1, 2, 2, 3, 3],
      ],
      ['stem', 'sum'],
    ],
    ['inner', 3, [['inner', 0, 0, 1, 1, 2, 2]], ['inner']],
    ['head', 3, [['head', 0, 1, 2]], []],
  ]);
  expect(groups.map(({ isDroppable }) => isDroppable)).toEqual([false, true, true, false]);
});

it.each<[string, () => unknown, string]>([
  [
    'of a size that does not divide the channels',
    () => insertMasks(residual(), { granularity: channelGroups(4) }),
    'insertMasks: layer "inner" has 6 channels, which groups of 4 don\'t divide; expected a size that divides them',
  ],
  [
    'of such a size in unitGroups',
    () => unitGroups(residual(), { granularity: channelGroups(4) }),
    'unitGroups: layer "inner" has 6 channels, which groups of 4 don\'t divide; expected a size that divides them',
  ],
  [
    'that disagree where units are tied',
    () =>
      insertMasks(residual(), { layers: ['stem', 'sum'], mask: ({ name }) => ({ granularity: channelGroups(name === 'sum' ? 4 : 2) }) }),
    'insertMasks: layers "stem" and "sum" have the same units, and a mask of groups of 2 channels is asked for one of them and of groups of 4 channels for the other; ask for the same granularity',
  ],
  [
    'beside channels where units are tied',
    () => insertMasks(residual(), { layers: ['stem', 'sum'], mask: ({ name }) => (name === 'sum' ? { granularity: pairs } : {}) }),
    'insertMasks: layers "stem" and "sum" have the same units, and a mask of channels is asked for one of them and of groups of 2 channels for the other; ask for the same granularity',
  ],
  [
    'of half of what another place has',
    () => {
      const x = input({ shape: [4], name: 'x' });
      const parts = ['a', 'b'].map((name) => layers.dense({ units: 2, name }).apply(x) as SymbolicTensor);
      const both = layers.concatenate({ name: 'both' }).apply(parts) as SymbolicTensor;
      const network = model({ inputs: x, outputs: layers.dense({ units: 2, name: 'head' }).apply(both) as SymbolicTensor });
      return insertMasks(network, {
        layers: ['a', 'both'],
        mask: ({ name }) => ({ granularity: name === 'a' ? 'channel' : channelGroups(4) }),
      });
    },
    'insertMasks: layers "a" and "both" share some of their units but not all, so that their masks would disagree; select one of them',
  ],
  [
    'that are none',
    () => insertMasks(residual(), { granularity: { channelGroup: 0 } }),
    'insertMasks: granularity is an object; expected "channel", "element" or channelGroups(size)',
  ],
])('refuses groups %s', (_, insert, message) => {
  expect(insert).toThrow(new DumError('bad-input', message));
});

it('takes masks of its own units alone', async () => {
  const network = residual();
  const masked = insertMasks(network, { layers: ['inner'], granularity: pairs });
  const set = (granularity: 'channel' | typeof pairs) =>
    createMaskSet('0'.repeat(64), [{ layer: 'inner', granularity, shape: [3], kept: [1, 0, 1] }]);
  expect(() => writeMasks(masked, [set('channel')])).toThrow(
    'layer "inner" needs a mask of groups of 2 channels, of shape [3]; the mask set has one of channels, of shape [3]',
  );
  writeMasks(masked, [set(pairs)]);
  expect((await readMasks(masked.network, { fingerprint: '0'.repeat(64) })).layers).toEqual(set(pairs).layers);
});
