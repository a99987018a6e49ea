import { adjustPValues } from '@dum/masks/overlap';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusal } from '../_refusal.js';

const pValues = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 0.5, 1)), { maxLength: 12 });
const level = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12) as number);

test('gives what p.adjust of R gives', () => {
  expect(adjustPValues([0.01, 0.02, 0.03, 0.04, 0.05], 'holm')).toEqual(near([0.05, 0.08, 0.09, 0.09, 0.09]));
  expect(adjustPValues([0.01, 0.02, 0.03, 0.04, 0.05], 'benjamini-hochberg')).toEqual(near([0.05, 0.05, 0.05, 0.05, 0.05]));
  expect(adjustPValues([0.5, 0.001, 0.9, 0.012], 'holm')).toEqual(near([1, 0.004, 1, 0.036]));
  expect(adjustPValues([0.5, 0.001, 0.9, 0.012], 'benjamini-hochberg')).toEqual(near([2 / 3, 0.004, 0.9, 0.024]));
  expect([adjustPValues([], 'holm'), adjustPValues([0.3], 'holm'), adjustPValues([0.3], 'benjamini-hochberg')]).toEqual([[], [0.3], [0.3]]);
});

test('holm: at most the level is what stepping down rejects, from the smallest p until the first that stands', () => {
  fc.assert(
    fc.property(pValues, level, (values, alpha) => {
      const ascending = values.toSorted((a, b) => a - b);
      const stands = ascending.findIndex((p, rank) => p * (values.length - rank) > alpha);
      const rejected = stands < 0 ? values.length : stands;
      expect(adjustPValues(values, 'holm').filter((p) => p <= alpha)).toHaveLength(rejected);
    }),
  );
});

test('benjamini-hochberg: at most the level is what stepping up rejects, all to the last rank that passes', () => {
  fc.assert(
    fc.property(pValues, level, (values, alpha) => {
      const ascending = values.toSorted((a, b) => a - b);
      const rejected = ascending.findLastIndex((p, rank) => p * (values.length / (rank + 1)) <= alpha) + 1;
      expect(adjustPValues(values, 'benjamini-hochberg').filter((p) => p <= alpha)).toHaveLength(rejected);
    }),
  );
});

test('keeps order and ties, never lowers a p, and holm is never the smaller', () => {
  fc.assert(
    fc.property(pValues, (values) => {
      const [holm, screened] = [adjustPValues(values, 'holm'), adjustPValues(values, 'benjamini-hochberg')];
      values.forEach((p, place) => {
        expect(screened[place]).toBeGreaterThanOrEqual(p);
        expect(holm[place]).toBeGreaterThanOrEqual(screened[place]!);
        expect(holm[place]).toBeLessThanOrEqual(1);
        values.forEach((other, at) => {
          if (p <= other) expect([holm[place]! <= holm[at]!, screened[place]! <= screened[at]!]).toEqual([true, true]);
        });
      });
    }),
  );
});

test('refuses what is no p value, and a correction that is not known', () => {
  expect(refusal(() => adjustPValues([0.1, 1.5], 'holm'))).toBe('adjustPValues: number 2 of the p values is 1.5; expected 0 to 1');
  expect(refusal(() => adjustPValues([Number.NaN], 'holm'))).toBe('adjustPValues: number 1 of the p values is NaN; expected 0 to 1');
  expect(refusal(() => adjustPValues([0.1], 'holms' as 'holm'))).toBe('adjustPValues: correction is "holms"; did you mean "holm"?');
  expect(refusal(() => adjustPValues([0.1], 'toString' as 'holm'))).toContain('correction is "toString"; expected "holm" or');
});
