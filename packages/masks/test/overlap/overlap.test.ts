import { DumError } from '@dum/errors';
import { createMaskSet, equalMasks, intersectMasks, type MaskSet } from '@dum/masks/mask-set';
import { coverage, intersectionOverSum, ioMin, iou } from '@dum/masks/overlap';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparableMasks, network, otherNetwork } from '../mask-set/arbitrary-masks.js';
import { masksOf } from './_masks-of.js';

const unitNames = (masks: MaskSet, layer?: string): Set<string> =>
  new Set(
    masks.layers
      .filter((mask) => layer === undefined || mask.layer === layer)
      .flatMap((mask) => [...mask.kept].flatMap((bit, unit) => (bit === 1 ? [`${JSON.stringify(mask.layer)} ${unit}`] : []))),
  );

const oracle = (a: Set<string>, b: Set<string>) => {
  const both = [...a].filter((unit) => b.has(unit)).length;
  const union = new Set([...a, ...b]).size;
  return {
    iou: union === 0 ? 1 : both / union,
    ioMin: Math.min(a.size, b.size) === 0 ? 1 : both / Math.min(a.size, b.size),
    coverage: a.size === 0 ? 1 : both / a.size,
  };
};

test.each([
  ['half shared', [1, 1, 0, 0], [0, 1, 1, 0], 1 / 3, 1 / 2, 1 / 2],
  ['equal', [1, 1, 0, 0], [1, 1, 0, 0], 1, 1, 1],
  ['disjoint', [1, 1, 0, 0], [0, 0, 1, 1], 0, 0, 0],
  ['within', [1, 0, 0, 0], [1, 1, 1, 1], 1 / 4, 1, 1],
  ['around', [1, 1, 1, 1], [1, 0, 0, 0], 1 / 4, 1, 1 / 4],
  ['both empty', [0, 0, 0, 0], [0, 0, 0, 0], 1, 1, 1],
  ['first empty', [0, 0, 0, 0], [1, 0, 0, 0], 0, 1, 1],
  ['second empty', [1, 0, 0, 0], [0, 0, 0, 0], 0, 1, 0],
])('%s', (_, a, b, expectedIou, expectedIoMin, expectedCoverage) => {
  const [first, second] = [masksOf(a), masksOf(b)];
  expect([iou(first, second), ioMin(first, second), coverage(first, second)]).toEqual([expectedIou, expectedIoMin, expectedCoverage]);
});

test('agrees with sets of names, in all and by layer', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      for (const layer of [undefined, ...a!.layers.map((mask) => mask.layer)]) {
        const expected = oracle(unitNames(a!, layer), unitNames(b!, layer));
        const found = { iou: iou(a!, b!, { layer }), ioMin: ioMin(a!, b!, { layer }), coverage: coverage(a!, b!, { layer }) };
        expect(found).toEqual(expected);
      }
    }),
  );
});

test('iou is symmetric, within 0 and 1, and 1 for equal sets alone', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      const found = iou(a!, b!);
      expect(found).toBe(iou(b!, a!));
      expect(found).toBeGreaterThanOrEqual(0);
      expect(found).toBeLessThanOrEqual(1);
      expect(found === 1).toBe(equalMasks(a!, b!));
      expect(iou(a!, a!)).toBe(1);
    }),
  );
});

test('coverage is 1 for a subset alone', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      expect(coverage(a!, b!) === 1).toBe(equalMasks(intersectMasks(a!, b!), a!));
      expect(coverage(intersectMasks(a!, b!), b!)).toBe(1);
    }),
  );
});

test('ioMin is symmetric and the larger coverage', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      expect(ioMin(a!, b!)).toBe(ioMin(b!, a!));
      expect(ioMin(a!, b!)).toBe(Math.max(coverage(a!, b!), coverage(b!, a!)));
      expect(ioMin(a!, b!)).toBeGreaterThanOrEqual(iou(a!, b!));
    }),
  );
});

test('intersectionOverSum: what iou / (1 + iou) is, at most a half', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      const found = iou(a!, b!);
      expect(intersectionOverSum(a!, b!)).toBeCloseTo(found / (1 + found), 14);
      expect(intersectionOverSum(a!, a!)).toBe(0.5);
    }),
  );
});

test('100,000 units of which every second and every third is kept', () => {
  const every = (step: number) => masksOf(Array.from({ length: 100_000 }, (_, unit) => (unit % step === 0 ? 1 : 0)));
  expect(iou(every(2), every(3))).toBe(16_667 / (50_000 + 33_334 - 16_667));
});

describe.each([iou, ioMin, coverage, intersectionOverSum])('$name', (measure) => {
  const masks = masksOf([1, 0], [0, 1, 1]);
  test.each([
    [
      'another network',
      createMaskSet(otherNetwork, masks.layers),
      undefined,
      `the masks belong to two networks, ${network} and ${otherNetwork}; expected masks of one network`,
    ],
    [
      'other layers',
      masksOf([1, 0], [0, 1]),
      undefined,
      'the masks cover different layers: number 2 is "layer_1" of shape [3] in one and "layer_1" of shape [2] in the other; expected the same layers in the same order',
    ],
    [
      'an unknown layer',
      masks,
      'layer_7',
      'no masked layer is named "layer_7"; these masks have layer_0, layer_1. Did you mean "layer_0"?',
    ],
  ])('refuses %s', (_, other, layer, reason) => {
    expect(() => measure(masks, other, { layer })).toThrow(new DumError('bad-input', `${measure.name}: ${reason}`));
  });
});
