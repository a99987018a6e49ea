import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  discoverSubnetworks,
  evaluateNetwork,
  evaluateWithOriginalHead,
  findLiveUnits,
  fitSubnetworks,
  plantModules,
  type PlantOptions,
  scorePlant,
} from '@dum/experiments';
import { createMaskSet, intersectMasks, keptUnits, type MaskSet, totalUnits } from '@dum/masks/mask-set';

/** A set with the n-th of its kept units dropped. */
const without = (masks: MaskSet, nth: number): MaskSet => {
  let seen = 0;
  return createMaskSet(
    masks.network,
    masks.layers.map((layer) => ({ ...layer, kept: layer.kept.map((bit) => (bit === 1 && seen++ === nth ? 0 : bit)) })),
  );
};

describe.each(['dense', 'convolutional'] as const)('a %s plant', (kind) => {
  const options: PlantOptions = { seed: 3, kind, own: [4, 3], shared: 2, samples: kind === 'dense' ? 3000 : 600 };

  it('does both tasks without a fault, by units that are live and partly shared', async () => {
    const { network, data, tasks, planted } = await plantModules(options);
    expect((await evaluateNetwork(network, data.validation, data.classNames)).accuracy).toBeGreaterThan(0.99);
    expect(keptUnits(await findLiveUnits(network, planted[0], tasks[0].train))).toBe(2 * 4 + 2 + 2 * 3);
    expect(planted.map((masks) => [keptUnits(masks, 'first'), keptUnits(masks, 'second')])).toEqual([
      [6, 3],
      [6, 3],
    ]);
    expect(keptUnits(intersectMasks(...planted))).toBe(2);
  });

  it('answers a task by its planted units alone, and worse without any of them', async () => {
    const { network, data, tasks, planted } = await plantModules(options);
    const [fitted] = await fitSubnetworks(network, [tasks[0]], [planted[0]], { readOutEpochs: 1 });
    const all = Array.from({ length: 9 }, (_, nth) => without(planted[0], nth));
    const subnetworks = [planted[0], ...all].map((masks) => ({ ...fitted!, masks }));
    const [whole, ...fewer] = await evaluateWithOriginalHead(network, subnetworks, data.train);
    expect(whole!.accuracy).toBeGreaterThan(0.999);
    for (const { accuracy } of fewer) expect(accuracy).toBeLessThan(0.98);
  });

  it('repeats to the bit, and leaks nothing', async () => {
    const first = await plantModules(options);
    first.network.dispose();
    const before = memory().numTensors;
    const second = await plantModules(options);
    expect([second.planted, second.data.train.source.values]).toEqual([first.planted, first.data.train.source.values]);
    second.network.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe.each<[string, Omit<PlantOptions, 'seed'>, readonly [units: number, planted: number][]]>([
  ['one layer, among others', { own: [4], others: 40 }, [[48, 4]]],
  [
    'four layers',
    { own: [5, 5, 5, 5], others: 2 },
    [
      [12, 5],
      [12, 5],
      [12, 5],
      [12, 5],
    ],
  ],
  [
    'normalized layers',
    { own: [4, 3], shared: 1, others: 3, normalization: true },
    [
      [12, 5],
      [9, 3],
    ],
  ],
  [
    'normalized copies',
    { own: [4, 3], copies: 2, normalization: true },
    [
      [16, 8],
      [12, 6],
    ],
  ],
  [
    'a residual block',
    { own: [4, 3, 4], shared: 1, others: 3, residual: true },
    [
      [12, 5],
      [9, 3],
    ],
  ],
  [
    'a normalized residual block of convolutions',
    { kind: 'convolutional', own: [3, 2, 3], residual: true, normalization: true, samples: 600 },
    [
      [6, 3],
      [4, 2],
    ],
  ],
] as const)('a plant of %s', (_, options, sizes) => {
  it('does both tasks by units that are live, and a task by its planted ones alone', async () => {
    const { network, data, tasks, planted } = await plantModules({ seed: 5, samples: 2000, ...options });
    expect((await evaluateNetwork(network, data.validation, data.classNames)).accuracy).toBeGreaterThan(0.99);
    expect(planted[0].layers.map(({ layer, kept }) => [kept.length, keptUnits(planted[0], layer)])).toEqual(sizes);
    expect(keptUnits(await findLiveUnits(network, planted[0], tasks[0].train))).toBe(totalUnits(planted[0]));
    const [fitted] = await fitSubnetworks(network, [tasks[0]], [planted[0]], { readOutEpochs: 1 });
    const [alone] = await evaluateWithOriginalHead(network, [fitted!], data.train);
    expect(alone!.accuracy).toBeGreaterThan(0.999);
    network.dispose();
  });
});

it.each([1, 2, 3])('a search with default settings finds what is planted with seed %i', async (seed) => {
  const { network, tasks, planted } = await plantModules({ seed });
  const found = await discoverSubnetworks(network, tasks);
  expect(found[0]!.settings).toMatchObject({ epochs: 114, initialKeepProbability: 0.5 });
  for (const [task, { subnetwork }] of found.entries()) {
    const { precision, recall } = scorePlant(subnetwork!.masks, planted[task]!);
    expect(Math.min(precision, recall)).toBeGreaterThan(0.9);
  }
});

it('a score is of the units kept, and of those planted', () => {
  const masks = (kept: readonly number[]) => createMaskSet('0'.repeat(64), [{ layer: 'first', shape: [5], kept }]);
  expect(scorePlant(masks([1, 1, 0, 1, 0]), masks([1, 1, 1, 0, 0]))).toEqual({ precision: 2 / 3, recall: 2 / 3 });
  expect(scorePlant(masks([0, 0, 0, 0, 0]), masks([1, 0, 0, 0, 0]))).toEqual({ precision: 1, recall: 0 });
});

it.each([
  [{ correlation: 1 }, 'plantModules: correlation is 1; expected a finite number of at least 0 and below 1'],
  [{ own: [0, 3] }, 'plantModules: first is 0; expected a whole number of at least 1'],
  [{ samples: 1.5 }, 'plantModules: samples is 1.5'],
  [{ kind: 'recurrent' }, 'plantModules: kind is "recurrent"'],
  [{ own: [] }, 'plantModules: own has 0 layers; expected 1 to 4, such as [8, 6]'],
  [{ own: [1, 1, 1, 1, 1] }, 'plantModules: own has 5 layers'],
  [{ own: [8, 6, 7], residual: true }, 'plantModules: own is [8, 6, 7] for a residual network'],
])('refuses %o', async (options, message) => {
  await expect(plantModules({ seed: 1, ...options } as PlantOptions)).rejects.toThrow(message);
});
