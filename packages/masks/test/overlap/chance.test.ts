import { type MaskSet, randomMasks } from '@dum/masks/mask-set';
import { chanceCorrected, chanceLevels, coverage, intersectionOverSum, ioMin, iou, overlapPValues } from '@dum/masks/overlap';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusal } from '../_refusal.js';
import { everyRearrangement, onlyLive } from './_enumerate.js';
import { masksOf, run, threeSets } from './_masks-of.js';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const shared = (a: MaskSet, b: MaskSet): number =>
  a.layers.reduce((sum, { kept }, place) => sum + kept.reduce((count, bit, unit) => count + (bit & b.layers[place]!.kept[unit]!), 0), 0);

test('chance levels and p values are those of every arrangement of the second mask, counted one by one', () => {
  fc.assert(
    fc.property(threeSets(6), ([a, b, live]) => {
      const [first, second] = [onlyLive(a, live), onlyLive(b, live)];
      const drawn = everyRearrangement(b, live);
      const average = (measure: typeof iou) => mean(drawn.map((set) => measure(first, set)));
      const levels = chanceLevels(a, b, { live });
      expect(levels.both).toBeCloseTo(mean(drawn.map((set) => shared(first, set))), 12);
      expect(levels.iou).toBeCloseTo(average(iou), 12);
      expect(levels.ioMin).toBeCloseTo(average(ioMin), 12);
      expect(levels.coverage.first).toBeCloseTo(average(coverage), 12);
      expect(levels.coverage.second).toBeCloseTo(mean(drawn.map((set) => coverage(set, first))), 12);
      expect(levels.intersectionOverSum).toBeCloseTo(average(intersectionOverSum), 12);
      const both = shared(first, second);
      const share = (holds: (units: number) => boolean) => drawn.filter((set) => holds(shared(first, set))).length / drawn.length;
      const [more, fewer] = [share((units) => units >= both), share((units) => units <= both)];
      const found = overlapPValues(a, b, { live });
      expect(found.more).toBeCloseTo(more, 12);
      expect(found.fewer).toBeCloseTo(fewer, 12);
      expect(found.twoSided).toBeCloseTo(Math.min(1, 2 * Math.min(more, fewer)), 12);
    }),
    { numRuns: 60 },
  );
});

test('units that are not live change nothing, whatever is kept of them', () => {
  fc.assert(
    fc.property(threeSets(12), ([a, b, live]) => {
      const [first, second] = [onlyLive(a, live), onlyLive(b, live)];
      for (const measure of [iou, ioMin, coverage, intersectionOverSum]) expect(measure(a, b, { live })).toBe(measure(first, second));
      expect(chanceLevels(a, b, { live })).toEqual(chanceLevels(first, second, { live }));
      expect(overlapPValues(a, b, { live })).toEqual(overlapPValues(first, second, { live }));
    }),
  );
});

test('with all units live, or none named, it is the same', () => {
  fc.assert(
    fc.property(threeSets(12), ([a, b]) => {
      const live = masksOf(...a.layers.map(({ kept }) => [...kept].map(() => 1)));
      expect(chanceLevels(a, b, { live })).toEqual(chanceLevels(a, b));
      expect(overlapPValues(a, b, { live })).toEqual(overlapPValues(a, b));
    }),
  );
});

test('is the same from either side, within bounds, and whatever order units and layers are in', () => {
  const shuffled = (masks: MaskSet) => masksOf(...[...masks.layers].reverse().map(({ kept }) => [...kept].reverse()));
  fc.assert(
    fc.property(threeSets(40), ([a, b, live]) => {
      const levels = chanceLevels(a, b, { live });
      const swapped = chanceLevels(b, a, { live });
      expect(swapped).toEqual({ ...levels, coverage: { first: levels.coverage.second, second: levels.coverage.first } });
      expect(overlapPValues(b, a, { live })).toEqual(overlapPValues(a, b, { live }));
      const turned = chanceLevels(shuffled(a), shuffled(b), { live: shuffled(live) });
      expect(turned.iou).toBeCloseTo(levels.iou, 12);
      expect(turned.both).toBeCloseTo(levels.both, 9);
      const [straight, reversed] = [overlapPValues(a, b), overlapPValues(shuffled(a), shuffled(b))];
      expect(reversed.more / straight.more).toBeCloseTo(1, 10);
      expect(reversed.fewer / straight.fewer).toBeCloseTo(1, 10);
      for (const share of [levels.iou, levels.ioMin, levels.coverage.first, levels.coverage.second, straight.more, straight.fewer]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(levels.iou).toBeLessThanOrEqual(levels.ioMin + 1e-12);
      expect(straight.more + straight.fewer).toBeGreaterThanOrEqual(1 - 1e-12);
    }),
  );
});

describe('known values', () => {
  test('the lady who tasted tea: 4 of 8 cups, 17 in 70 for three or more right, 1 in 70 for four', () => {
    const [cups, three, all] = [masksOf(run(8, 4)), masksOf(run(8, 4, 1)), masksOf(run(8, 4))];
    expect(overlapPValues(cups, three).more).toBeCloseTo(17 / 70, 14);
    expect(overlapPValues(cups, all)).toEqual({
      more: expect.closeTo(1 / 70, 14) as number,
      fewer: 1,
      twoSided: expect.closeTo(2 / 70, 14) as number,
    });
  });

  test('five cards of 52 hold at least one ace with 1 − C(48, 5) / C(52, 5), and two on average with 26 cards', () => {
    const aces = masksOf(run(52, 4));
    expect(overlapPValues(aces, masksOf(run(52, 5, 3))).more).toBeCloseTo(1 - 1712304 / 2598960, 13);
    expect(chanceLevels(aces, masksOf(run(52, 26))).both).toBe(2);
  });

  test('equal halves: a far tail keeps its digits, 1 / C(200, 100) and its square over two layers', () => {
    const ways = 9.054851465610328e58;
    const half = run(200, 100);
    expect(overlapPValues(masksOf(half), masksOf(half)).more * ways).toBeCloseTo(1, 11);
    expect(overlapPValues(masksOf(half, half), masksOf(half, half)).more * ways * ways).toBeCloseTo(1, 11);
    expect(overlapPValues(masksOf(half), masksOf(run(200, 100, 100))).fewer * ways).toBeCloseTo(1, 11);
  });

  test('a tail below what a double holds is 0, and the other end is 1', () => {
    const half = run(4000, 2000);
    expect(overlapPValues(masksOf(half), masksOf(half))).toEqual({ more: 0, fewer: expect.closeTo(1, 12) as number, twoSided: 0 });
  });
});

test('sizes differ by layer, so the layers count: nothing is shared by chance in layers where one keeps nothing', () => {
  const [a, b] = [masksOf(run(10, 5), run(10, 0)), masksOf(run(10, 0), run(10, 5))];
  expect(chanceLevels(a, b)).toMatchObject({ both: 0, iou: 0 });
  expect(chanceLevels(a, b, { layer: 'layer_0' }).both).toBe(0);
  expect(overlapPValues(a, b)).toEqual({ more: 1, fewer: 1, twoSided: 1 });
});

test('is what randomMasks come to, 100,000 units too', () => {
  const [a, b] = [masksOf(run(100_000, 30_000), run(300, 60)), masksOf(run(100_000, 40_000), run(300, 90))];
  const ious = randomMasks(b, { seed: 3, draws: 20 }).map((drawn) => iou(a, drawn));
  const level = chanceLevels(a, b).iou;
  const deviation = Math.sqrt(mean(ious.map((value) => (value - level) ** 2)) / ious.length);
  expect(Math.abs(mean(ious) - level)).toBeLessThan(4 * deviation);
  expect(level).toBeCloseTo(12_018 / (30_060 + 40_090 - 12_018), 5);
});

test('the corrected value: 0 at chance, 1 at the best, negative below, none when chance leaves no room', () => {
  expect(chanceCorrected(0.2, 0.2)).toBe(0);
  expect(chanceCorrected(1, 0.2)).toBe(1);
  expect(chanceCorrected(0, 0.2)).toBe(-0.25);
  expect(chanceCorrected(0.6, 0.2)).toBeCloseTo(0.5, 15);
  expect(chanceCorrected(1, 1)).toBeNull();
  expect(refusal(() => chanceCorrected(0.5, 1.2))).toBe('chanceCorrected: chance is 1.2; expected a number from 0 to 1');
  expect(refusal(() => chanceCorrected(Number.NaN, 0))).toBe('chanceCorrected: value is NaN; expected a number from 0 to 1');
});

test('no live unit at all: nothing to share and nothing to compare', () => {
  const [a, none] = [masksOf([1, 0, 1]), masksOf([0, 0, 0])];
  expect(chanceLevels(a, a, { live: none })).toEqual({
    both: 0,
    iou: 1,
    ioMin: 1,
    coverage: { first: 1, second: 1 },
    intersectionOverSum: 0.5,
  });
  expect(overlapPValues(a, a, { live: none })).toEqual({ more: 1, fewer: 1, twoSided: 1 });
});
