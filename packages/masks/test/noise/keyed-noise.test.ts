import { describe, expect, it } from 'vitest';
import { fillLogisticNoise, noiseKey, textKey } from '@dum/masks/noise';

const draw = (count: number, key: number): Float32Array => {
  const values = new Float32Array(count);
  fillLogisticNoise(values, key);
  return values;
};

describe('logistic noise', () => {
  it('has the logistic distribution (Kolmogorov–Smirnov, 1 in 10,000)', () => {
    const count = 50_000;
    const sorted = draw(count, noiseKey(1, 2, 3)).sort();
    let distance = 0;
    sorted.forEach((value, index) => {
      const cdf = 1 / (1 + Math.exp(-value));
      distance = Math.max(distance, Math.abs(cdf - index / count), Math.abs(cdf - (index + 1) / count));
    });
    expect(distance).toBeLessThan(2.23 / Math.sqrt(count));
  });

  it('is finite everywhere', () => {
    for (let key = 0; key < 200; key++) expect(draw(5000, key).every(Number.isFinite)).toBe(true);
  });

  it('does not correlate between neighbouring keys, or within one', () => {
    const count = 20_000;
    const correlation = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, index) => sum + value * b[index]!, 0) / (count * (Math.PI ** 2 / 3));
    for (let step = 0; step < 20; step++) {
      const [one, next] = [draw(count, noiseKey(1, 7, step)), draw(count, noiseKey(1, 7, step + 1))];
      expect(Math.abs(correlation(one, next))).toBeLessThan(5 / Math.sqrt(count));
      expect(Math.abs(correlation(one.subarray(0, count - 1), one.subarray(1)))).toBeLessThan(5 / Math.sqrt(count));
    }
  });

  it('is the same for the same key, and a prefix of a longer draw', () => {
    expect(draw(10, 5)).toEqual(draw(1000, 5).slice(0, 10));
  });

  it('has keys that differ with the parts, their order and their number', () => {
    const keys = [
      noiseKey(0),
      noiseKey(0, 0),
      noiseKey(1, 2),
      noiseKey(2, 1),
      noiseKey(1, 2, 0),
      textKey('a'),
      textKey('b'),
      textKey('ab'),
      textKey('ba'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
