import {
  createMaskSet,
  keepAsMany,
  keepMacs,
  keepParameters,
  keepUnits,
  keepWithin,
  keptUnits,
  randomMasks,
  summarizeMasks,
  totalUnits,
  type UnitScores,
  type Wiring,
} from '@dum/masks/mask-set';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { network } from './arbitrary-masks.js';

const wiring: Wiring[] = [
  { layer: 'first', kernelParameters: 5 * 6, biasParameters: 6, multiplyAdds: 5 * 6 * 9, outputs: 'first' },
  { layer: 'second', kernelParameters: 6 * 4, biasParameters: 4, inputs: 'first', outputs: 'second' },
  { layer: 'head', kernelParameters: 4 * 2, biasParameters: 2, inputs: 'second' },
];

/** Scores with ties, of 6 and 4 units. */
const arbitraryScores: fc.Arbitrary<UnitScores> = fc
  .tuple(
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 6, maxLength: 6 }),
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([first, second]) => ({
    network,
    layers: [
      { layer: 'first', shape: [6], scores: first },
      { layer: 'second', shape: [2, 2, 1], scores: second },
    ],
  }));

const scoreOf = ({ layers }: UnitScores) => layers.flatMap(({ scores }) => Array.from(scores));

test('keeps the two highest of three', () => {
  const scores = { network, layers: [{ layer: 'dense', shape: [3], scores: [0.1, 2, 1] }] };
  expect([...keepWithin(scores, keepUnits(2)).layers[0]!.kept]).toEqual([0, 1, 1]);
});

test.each([
  ['units', keepUnits],
  ['parameters', keepParameters],
  ['multiplyAdds', keepMacs],
] as const)('keeps a run of the ranking within a budget of %s, which the next unit would exceed', (measure, budgetOf) => {
  fc.assert(
    fc.property(arbitraryScores, fc.integer({ min: 1, max: 330 }), (scores, limit) => {
      const masks = keepWithin(scores, budgetOf(limit), wiring);
      const count = (set: typeof masks) => summarizeMasks(set, wiring)[measure]!.kept;
      const bits = masks.layers.flatMap(({ kept }) => [...kept]);
      const values = scoreOf(scores);
      const dropped = values.map((score, unit) => ({ score, unit })).filter(({ unit }) => bits[unit] === 0);
      for (const [unit, score] of values.entries())
        if (bits[unit] === 1)
          expect(dropped.every((other) => other.score < score || (other.score === score && other.unit > unit))).toBe(true);
      const next = dropped.toSorted((a, b) => b.score - a.score || a.unit - b.unit)[0];
      if (keptUnits(masks) > 0) expect(count(masks)).toBeLessThanOrEqual(limit);
      if (next === undefined) return;
      const more = createMaskSet(
        network,
        masks.layers.map((layer, place) => ({ ...layer, kept: layer.kept.map((bit, unit) => (unit + 6 * place === next.unit ? 1 : bit)) })),
      );
      expect(count(more)).toBeGreaterThan(limit);
    }),
  );
});

test('keeps as many in each layer as another set, and the highest of them', () => {
  fc.assert(
    fc.property(arbitraryScores, fc.nat(), (scores, seed) => {
      const half = keepWithin(scores, keepUnits(1 + (seed % 10)));
      const [drawn] = randomMasks(half, { seed, draws: 1 });
      const masks = keepAsMany(scores, drawn!);
      for (const [place, { layer, kept }] of masks.layers.entries()) {
        expect(keptUnits(masks, layer)).toBe(keptUnits(drawn!, layer));
        const values = Array.from(scores.layers[place]!.scores);
        const lowest = Math.min(...values.filter((_, unit) => kept[unit] === 1));
        expect(values.filter((_, unit) => kept[unit] === 0).every((value) => value <= lowest)).toBe(true);
      }
      expect(totalUnits(masks)).toBe(10);
    }),
  );
});

describe('refuses', () => {
  const scores = (values: number[], shape = [3]) => ({ network, layers: [{ layer: 'dense', shape, scores: values }] });
  test.each([
    ['a score that is no number', () => keepWithin(scores([1, Number.NaN, 2]), keepUnits(1)), /unit 1 of layer "dense" has the score NaN/],
    ['too few scores', () => keepWithin(scores([1, 2]), keepUnits(1)), /has 3 units but 2 scores/],
    ['parameters without a wiring', () => keepWithin(scores([1, 2, 3]), keepParameters(9)), /traceWiring/],
    ['half a unit', () => keepUnits(0.5), /keepUnits: the budget is 0.5; expected a whole number of at least 1/],
    ['no unit', () => keepUnits(0), /at least 1/],
    ['a text', () => keepMacs('9' as never), /keepMacs: the budget is "9"/],
    [
      'masks of other layers',
      () => keepAsMany(scores([1, 2, 3]), createMaskSet(network, [{ layer: 'other', shape: [3], kept: [1, 0, 0] }])),
      /different layers/,
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
