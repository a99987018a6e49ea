import { DumError } from '@dum/errors';
import { createMaskSet, keptUnits, randomMasks, type MaskSet } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyMasks, network } from './arbitrary-masks.js';

const chiSquared = (counts: ReadonlyMap<string, number>, cells: number, total: number): number => {
  const expected = total / cells;
  const seen = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return seen + (cells - counts.size) * expected;
};

const countOutcomes = (sets: readonly MaskSet[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { layers } of sets) {
    const outcome = layers.map(({ kept }) => kept.join('')).join('|');
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
};

const twoOfFive = createMaskSet(network, [{ layer: 'dense', shape: [5], kept: [1, 1, 0, 0, 0] }]);
const oneOfThreeTwice = createMaskSet(
  network,
  ['first', 'second'].map((layer) => ({ layer, shape: [3], kept: [1, 0, 0] })),
);
const draws = 9_000;

// 99.9 % quantiles of chi squared with 9 and 8 degrees of freedom: 27.88 and 26.12
test('every subset of the right size is equally likely', () => {
  const counts = countOutcomes(randomMasks(twoOfFive, { seed: 1, draws }));
  expect(counts.size).toBe(10);
  expect(chiSquared(counts, 10, draws)).toBeLessThan(27.88);
});

test('layers are drawn independently', () => {
  expect(chiSquared(countOutcomes(randomMasks(oneOfThreeTwice, { seed: 2, draws })), 9, draws)).toBeLessThan(26.12);
});

test('first draws of consecutive seeds are as good as draws of one seed', () => {
  const firsts = Array.from({ length: draws }, (_, seed) => randomMasks(twoOfFive, { seed, draws: 1 })[0]!);
  expect(chiSquared(countOutcomes(firsts), 10, draws)).toBeLessThan(27.88);
});

test('each layer keeps its number of units, name and shape', () => {
  fc.assert(
    fc.property(anyMasks, fc.maxSafeInteger(), (masks, seed) => {
      const drawn = randomMasks(masks, { seed });
      expect(drawn).toHaveLength(5);
      for (const set of drawn) {
        expect(createMaskSet(set.network, set.layers)).toEqual(set);
        expect(set.layers.map(({ layer, shape }) => ({ layer, shape }))).toEqual(
          masks.layers.map(({ layer, shape }) => ({ layer, shape })),
        );
        for (const { layer } of masks.layers) expect(keptUnits(set, layer)).toBe(keptUnits(masks, layer));
      }
    }),
  );
});

test('a draw does not depend on how many follow, nor on other layers', () => {
  fc.assert(
    fc.property(anyMasks, fc.maxSafeInteger(), (masks, seed) => {
      const three = randomMasks(masks, { seed, draws: 3 });
      expect(randomMasks(masks, { seed, draws: 2 })).toEqual(three.slice(0, 2));
      const alone = randomMasks({ ...masks, layers: masks.layers.slice(0, 1) }, { seed, draws: 3 });
      expect(alone.map(({ layers }) => layers[0])).toEqual(three.map(({ layers }) => layers[0]));
    }),
  );
});

test('draws and seeds differ on a layer of 100,000 units', () => {
  const kept = new Uint8Array(100_000).fill(1, 0, 10_000);
  const wide = createMaskSet(network, [{ layer: 'wide', shape: [100_000], kept }]);
  const [one, two] = randomMasks(wide, { seed: 1, draws: 2 });
  const [other] = randomMasks(wide, { seed: 2, draws: 1 });
  expect([one, two, other].map((set) => keptUnits(set!))).toEqual([10_000, 10_000, 10_000]);
  expect(one).not.toEqual(two);
  expect(one).not.toEqual(other);
});

test.each([
  [{ seed: 0.5 }, 'randomMasks: seed is 0.5; expected a whole number'],
  [{ seed: NaN }, 'randomMasks: seed is NaN; expected a whole number'],
  [{ seed: 1, draws: 0 }, 'randomMasks: draws is 0; expected a whole number of at least 1'],
  [{ seed: 1, draws: 2.5 }, 'randomMasks: draws is 2.5; expected a whole number of at least 1'],
])('refuses %o', (options, message) => {
  expect(() => randomMasks(twoOfFive, options)).toThrow(new DumError('bad-input', message));
});

test.each([
  [{ seed: 1, draw: 2 }, 'randomMasks: no option is called "draw"; did you mean "draws"?'],
  [undefined as unknown as { seed: number }, 'randomMasks: options is missing; expected an object of seed, draws'],
])('refuses other options: %o', (options, message) => {
  expect(() => randomMasks(twoOfFive, options)).toThrow(new DumError('bad-input', message));
});
