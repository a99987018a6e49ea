import { expect, it } from 'vitest';
import { kneeOf, standardErrorOf } from '../../src/frontier/knee.js';

/** Balanced accuracy 1 − ½·2^(−n / 10), from 1 to 100 units, with the same error everywhere. */
const curve = (standardError: number) =>
  Array.from({ length: 100 }, (_, at) => ({ keptUnits: at + 1, balancedAccuracy: 1 - 0.5 * 2 ** (-(at + 1) / 10), standardError }));

it.each([0.001, 0.004, 0.02, 0.1])('the knee of 1 − ½·2^(−n/10) with a standard error of %f is where the closed form has it', (error) => {
  const least = -10 * Math.log2(2 * (0.5 * 2 ** -10 + error));
  expect(kneeOf(curve(error))!.keptUnits).toBe(Math.ceil(least));
  expect(kneeOf(curve(error).toReversed())!.keptUnits).toBe(Math.ceil(least));
});

it('the knee is the best where nothing else comes near, the smallest of the best, and the better of two as small', () => {
  const point = (keptUnits: number, balancedAccuracy: number, standardError = 0.01) => ({ keptUnits, balancedAccuracy, standardError });
  expect(kneeOf([point(1, 0.5), point(9, 0.9)])).toEqual(point(9, 0.9));
  expect(kneeOf([point(30, 0.9), point(9, 0.9), point(12, 0.9)])).toEqual(point(9, 0.9));
  expect(kneeOf([point(30, 0.9), point(9, 0.895), point(9, 0.897)])).toEqual(point(9, 0.897));
  expect(kneeOf([point(30, 0.9), point(9, 0.895, 1), point(2, 0.5, 1)])).toEqual(point(9, 0.895, 1));
  expect(kneeOf([])).toBeUndefined();
});

it('the standard error of balanced accuracy is that of the mean of its recalls, none of which is taken for certain', () => {
  const [first, second] = [81 / 102, 41 / 52];
  const expected = Math.sqrt((first * (1 - first)) / 100 + (second * (1 - second)) / 50) / 2;
  expect(
    standardErrorOf([
      [80, 20],
      [10, 40],
    ]),
  ).toBeCloseTo(expected, 12);
  expect(
    standardErrorOf([
      [100, 0],
      [0, 100],
    ]),
  ).toBeCloseTo(Math.sqrt((2 * (101 / 102) * (1 / 102)) / 100) / 2, 12);
});
