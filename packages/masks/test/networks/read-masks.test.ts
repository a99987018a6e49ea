import { memory } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMaskSet,
  fingerprintNetwork,
  insertMasks,
  type MaskSet,
  randomMasks,
  readMasks,
  splitAt,
  UnitMask,
  writeMasks,
} from '@dum/masks';
import { makeNetwork, outputsOf, reload, stateOf } from './_networks.js';

const insertInto = (name: 'chain' | 'image' | 'branches', tasks: number, granularity: 'channel' | 'element' = 'channel') =>
  insertMasks(makeNetwork(name), { mask: () => ({ tasks, granularity }) });

const anyMasks = async (masked: LayersModel, seed: number): Promise<MaskSet> => {
  const shape = await readMasks(masked);
  const half = createMaskSet(
    shape.network,
    shape.layers.map((layer) => ({ ...layer, kept: layer.kept.map((_, unit) => (unit + seed) % 2) })),
  );
  return randomMasks(half, { draws: 1, seed })[0]!;
};

describe('writeMasks and readMasks', () => {
  it('are inverse of each other, for any tasks and granularity', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('chain' as const, 'image' as const, 'branches' as const),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('channel' as const, 'element' as const),
        fc.nat(1000),
        async (name, tasks, granularity, seed) => {
          const masked = insertInto(name, tasks, granularity);
          const sets = await Promise.all(Array.from({ length: tasks }, (_, task) => anyMasks(masked.network, seed + task)));
          writeMasks(masked, sets);
          expect(await Promise.all(sets.map((_, task) => readMasks(masked.network, { task })))).toEqual(sets);
          expect(sets[0]!.layers.map(({ layer }) => layer)).toEqual(masked.masks.map(({ layer }) => layer));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('agree with what the network does with them', async () => {
    const masked = insertInto('chain', 1);
    const none = (await readMasks(masked.network)).layers.map((layer) => ({ ...layer, kept: layer.kept.map(() => 0) }));
    writeMasks(masked, [createMaskSet(await fingerprintNetwork(masked.network), none)]);
    const rows = outputsOf(masked.network)[0]!;
    expect(new Set(Array.from({ length: 5 }, (_, row) => rows.slice(row * 3, row * 3 + 3).join())).size).toBe(1);
  });

  it('leave no tensor behind', async () => {
    const masked = insertInto('image', 2);
    const sets = [await anyMasks(masked.network, 1), await anyMasks(masked.network, 2)];
    const before = memory().numTensors;
    writeMasks(masked, sets);
    await readMasks(masked.network, { task: 1 });
    expect(memory().numTensors).toBe(before);
  });
});

describe('readMasks', () => {
  it('reads a network loaded again, and one put together by hand', async () => {
    const masked = insertInto('branches', 1);
    writeMasks(masked, [await anyMasks(masked.network, 3)]);
    expect(await readMasks(await reload(masked.network))).toEqual(await readMasks(masked.network));
    const byHand = sequential({
      layers: [
        layers.dense({ units: 3, inputShape: [2], name: 'mine' }),
        new UnitMask({ initialKeepProbability: 0.9 }),
        layers.dense({ units: 2 }),
      ],
    });
    expect((await readMasks(byHand)).layers).toEqual([{ layer: 'mine', granularity: 'channel', shape: [3], kept: Uint8Array.of(1, 1, 1) }]);
  });

  it('takes the fingerprint of the original, its own by default', async () => {
    const network = makeNetwork('chain');
    const { network: masked } = insertMasks(network);
    expect((await readMasks(masked)).network).toBe(await fingerprintNetwork(network));
    expect((await readMasks(masked, { fingerprint: '0'.repeat(64) })).network).toBe('0'.repeat(64));
  });

  it('refuses a network without masks, and tasks that are not there', async () => {
    await expect(readMasks(makeNetwork('chain'))).rejects.toThrow('readMasks: "chain" has no UnitMask layer; insertMasks adds them');
    const { network } = insertInto('chain', 3);
    for (const task of [3, -1, 0.5]) {
      await expect(readMasks(network, { task })).rejects.toThrow(`readMasks: task is ${task}; "first_mask" holds tasks 0 to 2`);
    }
  });

  it('refuses options of another name', async () => {
    const { network } = insertInto('chain', 3);
    const options = { tasks: 2 } as object;
    await expect(readMasks(network, options)).rejects.toThrow('readMasks: no option is called "tasks"; did you mean "task"?');
  });
});

describe('writeMasks', () => {
  const set = (...found: [string, number[]][]) =>
    createMaskSet(
      '0'.repeat(64),
      found.map(([layer, shape]) => ({ layer, shape, kept: new Array<number>(shape.reduce((a, b) => a * b)).fill(1) })),
    );

  it.each([
    [
      'too many sets',
      [set(['first', [7]], ['second', [5]]), set(['first', [7]], ['second', [5]])],
      '2 mask sets were given; "first_mask" holds 1 tasks',
    ],
    ['no set', [], '0 mask sets were given; "first_mask" holds 1 tasks, so expected 1'],
    ['a missing layer', [set(['first', [7]])], 'layer "second" needs a mask of channels, of shape [5]; the mask set has only first'],
    [
      'another shape',
      [set(['first', [7]], ['second', [6]])],
      'layer "second" needs a mask of channels, of shape [5]; the mask set has one of channels, of shape [6]',
    ],
    [
      'another rank',
      [set(['first', [7]], ['second', [5, 1]])],
      'layer "second" needs a mask of channels, of shape [5]; the mask set has one of elements, of shape [5, 1]',
    ],
    [
      'a layer of another network',
      [set(['first', [7]], ['second', [5]], ['seconds', [5]])],
      'the mask set has a layer "seconds", which is not masked here; the masked layers are first, second. Did you mean "second"?',
    ],
  ])('refuses %s, and writes nothing', (_, sets, message) => {
    const masked = insertInto('chain', 1);
    const before = stateOf(masked.network);
    expect(() => writeMasks(masked, sets)).toThrow(`writeMasks: ${message}`);
    expect(stateOf(masked.network)).toEqual(before);
  });

  it('writes into a part of the network, where the masks are', async () => {
    const masked = insertInto('chain', 1);
    const masks = masked.masks.map(({ layer, mask: { name } }) => ({ layer, name }));
    const { tail } = splitAt(
      masked.network,
      masks.map(({ name }) => name),
    );
    const found = await anyMasks(masked.network, 4);
    writeMasks({ masks: masks.map(({ layer, name }) => ({ layer, mask: tail.getLayer(name) as UnitMask })) }, [found]);
    expect((await readMasks(tail)).layers.map(({ kept }) => kept)).toEqual(found.layers.map(({ kept }) => kept));
  });
});
