import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { keepUnits, keptUnits, type MaskSet } from '@dum/masks/mask-set';
import { discoverSubnetworks, plantModules, scorePlant } from '../../../src/index.js';
import { activateBoth } from '../../../src/masked/activate-both.js';
import { maskForSearch } from '../../../src/search/prepare-search.js';
import { resolveOptions } from '../../../src/search/options.js';
import { flipped } from '../../../src/search/refinement/moves.js';
import { refineMasks } from '../../../src/search/refinement/refine-masks.js';

const plant = await plantModules({ seed: 3, own: [5, 5], others: 12, samples: 1500 });
const followed = { epochs: 400, headLearningRate: 0.01, initialKeepProbability: 0.9 };

/** Refines the planted mask of the first task with some bits flipped, as if a search had found it. */
const refineFrom = async (flips: readonly (readonly [mask: number, unit: number])[], options = {}) => {
  const { network, tasks, planted } = plant;
  const given = resolveOptions(options);
  const { body, head, frozen } = await maskForSearch(network, tasks, given);
  try {
    const [train, validation] = await activateBoth(body, [tasks[0].train, tasks[0].validation], {});
    const found = flipped(
      planted[0].layers.map(({ kept }) => kept),
      flips.map(([mask, unit]) => ({ mask, unit })),
    );
    const layers = found.map((kept) => ({ kept, logits: Float32Array.from(kept, (bit) => (bit === 1 ? 2 : -2)) }));
    const search = {
      network,
      body,
      head,
      frozen,
      tasks: [tasks[0]],
      activations: { train, validation },
      settings: { batchSize: 256, ...given, ...followed },
    };
    const [refined] = await refineMasks(search, [{ layers, epoch: 1, history: [] }]);
    const kept = refined!.layers!.map((layer) => layer.kept);
    const masks: MaskSet = { ...planted[0], layers: planted[0].layers.map((layer, mask) => ({ ...layer, kept: kept[mask]! })) };
    return { kept, layers: refined!.layers!, ...scorePlant(masks, planted[0]) };
  } finally {
    body.dispose();
  }
};

const unitsOf = (mask: number, bit: number) => {
  const { kept } = plant.planted[0].layers[mask]!;
  return [...kept.keys()].filter((unit) => kept[unit] === bit);
};

it('finds planted units that a search has lost, in both layers, and drops others that it kept', async () => {
  const lost = [
    [0, unitsOf(0, 1)[1]!],
    [1, unitsOf(1, 1)[2]!],
  ] as const;
  const extra = [
    [0, unitsOf(0, 0)[3]!],
    [1, unitsOf(1, 0)[4]!],
  ] as const;
  const { recall, layers } = await refineFrom([...lost, ...extra]);
  expect(recall).toBe(1);
  for (const [mask, unit] of lost) expect(layers[mask]!.kept[unit]).toBe(1);
  expect(layers[0]!.kept[extra[0][1]]).toBe(0);
});

it('starts from all units where a search went so far astray that it costs more than they do', async () => {
  const lost = [0, 1].flatMap((mask) =>
    unitsOf(mask, 1)
      .slice(1)
      .map((unit) => [mask, unit] as const),
  );
  const { recall } = await refineFrom(lost);
  expect(recall).toBe(1);
});

it('prunes what a search kept without need', async () => {
  const useless = [0, 1].flatMap((mask) => unitsOf(mask, 0).map((unit) => [mask, unit] as const));
  const { precision, recall } = await refineFrom(useless, { refinements: 1 });
  expect(recall).toBe(1);
  expect(precision).toBeGreaterThan(0.4);
});

it('starts from the pruned units under a budget', async () => {
  const lost = [0, 1].flatMap((mask) =>
    unitsOf(mask, 1)
      .slice(1)
      .map((unit) => [mask, unit] as const),
  );
  const useless = [0, 1].flatMap((mask) =>
    unitsOf(mask, 0)
      .slice(0, 4)
      .map((unit) => [mask, unit] as const),
  );
  const { recall } = await refineFrom([...lost, ...useless], { budget: keepUnits(keptUnits(plant.planted[0])) });
  expect(recall).toBeGreaterThan(0.8);
});

it('exchanges units within a budget', async () => {
  const planted = plant.planted[0];
  const [lost, extra] = [unitsOf(0, 1)[0]!, unitsOf(0, 0)[0]!];
  const flips = [
    [0, lost],
    [0, extra],
  ] as const;
  const { kept, precision, recall } = await refineFrom(flips, { budget: keepUnits(keptUnits(planted)) });
  expect(kept.reduce((total, bits) => total + bits.reduce((sum, bit) => sum + bit, 0), 0)).toBeLessThanOrEqual(keptUnits(planted));
  expect([precision, recall]).toEqual([1, 1]);
});

it('gives the logit of a flipped bit the sign of its new value', async () => {
  const lost = unitsOf(0, 1)[0]!;
  const { layers } = await refineFrom([[0, lost]]);
  expect(layers[0]!.logits[lost]).toBe(2);
});

it('leaves masks of other goals alone, or with no rounds', async () => {
  const flips = [[0, unitsOf(0, 1)[0]!]] as const;
  const start = plant.planted[0].layers.map(({ kept }) => kept.slice());
  start[0]![flips[0][1]] = 0;
  for (const options of [{ refinements: 0 }, { dropped: 'mean' }, { readOut: 'original-head' }])
    expect((await refineFrom(flips, options)).kept).toEqual(start);
});

it('repeats to the bit, whichever tasks ride along, and leaks nothing', async () => {
  const quick = { epochs: 200, batchSize: 200, readOutEpochs: 1, refinements: 2 };
  const { network, tasks } = await plantModules({ seed: 3, samples: 500 });
  const together = await discoverSubnetworks(network, tasks, quick);
  const before = memory().numTensors;
  expect(await discoverSubnetworks(network, tasks, quick)).toEqual(together);
  expect(memory().numTensors).toBe(before);
  const [alone] = await discoverSubnetworks(network, [tasks[1]], quick);
  expect(alone).toEqual(together[1]);
});
