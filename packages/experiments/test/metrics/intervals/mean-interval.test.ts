import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, type MeanIntervalOptions } from '@dum/experiments';
import { normalCriticalValue, studentCriticalValue } from '../../../src/metrics/intervals/critical-values.js';
import { randomDraws } from './_random.js';

it.each([
  [1, 12.7062],
  [2, 4.30265],
  [4, 2.77645],
  [9, 2.26216],
  [29, 2.04523],
  [120, 1.97993],
  [1e9, 1.95996],
])("Student's critical value of 95 % for %d degrees of freedom is that of printed tables", (degrees, expected) => {
  expect(studentCriticalValue(0.95, degrees)).toBeCloseTo(expected, 4);
});

it.each([
  [0.9, 1.644854],
  [0.95, 1.959964],
  [0.99, 2.575829],
])('the normal critical value of %d is that of printed tables', (confidence, expected) => {
  expect(normalCriticalValue(confidence)).toBeCloseTo(expected, 6);
});

describe('the interval of a mean', () => {
  it('is the mean and t standard errors', () => {
    const { low, high } = meanInterval([1, 2, 3, 4, 5]);
    expect(low).toBeCloseTo(3 - 2.776445 * Math.sqrt(0.5), 5);
    expect(high).toBeCloseTo(3 + 2.776445 * Math.sqrt(0.5), 5);
    expect(meanInterval([1, 2, 3, 4, 5], { confidence: 0.99 }).high).toBeCloseTo(3 + 4.604095 * Math.sqrt(0.5), 5);
    expect(meanInterval([3, 3, 3])).toEqual({ low: 3, high: 3 });
  });

  it('moves and grows with the values', () => {
    const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), (values, shift, factor) => {
        const [plain, moved] = [meanInterval(values), meanInterval(values.map((value) => shift + factor * value))];
        expect(moved.low).toBeCloseTo(shift + factor * plain.low, 6);
        expect(moved.high).toBeCloseTo(shift + factor * plain.high, 6);
      }),
    );
  });

  it('is cut to the range, and all of it for one value', () => {
    expect(meanInterval([0.9, 1, 1], { range: [0, 1] })).toEqual({ low: expect.closeTo(0.8232, 4) as number, high: 1 });
    expect(meanInterval([0.9], { range: [0, 1] })).toEqual({ low: 0, high: 1 });
    expect(meanInterval([0.9])).toEqual({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  });

  it.each<[readonly number[], object, string]>([
    [[], {}, 'there are no values; expected at least one'],
    [[1, Number.NaN, 2], {}, 'value 1 is NaN; expected a finite number'],
    [[1, 2, Number.POSITIVE_INFINITY], {}, 'value 2 is Infinity; expected a finite number'],
    [[1, '2'] as number[], {}, 'value 1 is "2"; expected a finite number'],
    [[0.5, 1.5], { range: [0, 1] }, 'value 1 is 1.5; expected a number from 0 to 1'],
    [undefined as unknown as number[], {}, 'values is missing; expected a list'],
    [[1], { confidence: 1 }, 'confidence is 1; expected a finite number above 0 and below 1'],
    [[1], { range: [1, 0] }, 'range is a list of 2; expected the least and the greatest possible value, such as [0, 1]'],
    [[1], { resamples: 100 }, 'no option is called "resamples"; there are confidence, range'],
  ])('of %j with %o is refused', (values, options, message) => {
    expect(() => meanInterval(values, options as MeanIntervalOptions)).toThrow(`meanInterval: ${message}`);
  });
});

describe('the interval of 95 % of a mean', () => {
  const { normal, gamma, proportion } = randomDraws(1);
  const distributions = {
    normal: { draw: normal, mean: 0, deviation: 1 },
    skewed: { draw: () => gamma(6), mean: 6, deviation: Math.sqrt(6) },
    'difference of proportions': {
      draw: () => proportion(20, 0.95) - proportion(20, 0.85),
      mean: 0.1,
      deviation: Math.sqrt((0.95 * 0.05 + 0.85 * 0.15) / 20),
    },
  };
  const trials = 4000;

  it.each(
    Object.entries(distributions).flatMap(([name, distribution]) => [5, 10, 20, 50].map((count) => ({ name, count, ...distribution }))),
  )('covers the mean of $count values, $name, in at least 93 % of cases', ({ count, draw, mean, deviation }) => {
    const intervals = Array.from({ length: trials }, () => meanInterval(Array.from({ length: count }, draw)));
    const coverage = intervals.filter(({ low, high }) => low <= mean && high >= mean).length / trials;
    expect(coverage).toBeGreaterThanOrEqual(0.93);
    expect(coverage).toBeLessThan(0.965);
    const width = intervals.reduce((sum, { low, high }) => sum + high - low, 0) / trials;
    const least = (2 * 1.96 * deviation) / Math.sqrt(count);
    expect(width / least).toBeLessThan(count < 20 ? 1.6 : 1.1);
  });
});
