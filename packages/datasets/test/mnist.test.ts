import { splitTrainValidation } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import { describe, expect, it } from 'vitest';

const countsOf = (y: Uint16Array) => Array.from({ length: 10 }, (_, digit) => y.reduce((sum, label) => sum + Number(label === digit), 0));

describe('MNIST', async () => {
  const mnist = await loadMnist();

  it('has labels in a plain array', () => {
    expect(Object.getPrototypeOf(mnist.train.y)).toBe(Uint16Array.prototype);
  });

  it('has the published counts and labels', () => {
    expect([mnist.name, mnist.sampleShape, mnist.range, mnist.train.count, mnist.test.count]).toEqual([
      'mnist',
      [28, 28],
      [0, 1],
      60_000,
      10_000,
    ]);
    expect([...mnist.train.y.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...mnist.test.y.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(countsOf(mnist.train.y)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(countsOf(mnist.test.y)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  it('has the published mean and standard deviation', () => {
    const x = mnist.train.source.values!;
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    expect(mean).toBeCloseTo(0.1307, 4);
    expect(Math.sqrt(variance)).toBeCloseTo(0.3081, 4);
  });

  it('splits into 55,000 and 5,000, each class in proportion', () => {
    const { train, validation } = splitTrainValidation(mnist.train, { seed: 1 });
    expect([train.count, validation.count]).toEqual([55_000, 5000]);
    const all = countsOf(mnist.train.y);
    for (const [digit, count] of countsOf(validation.y).entries()) expect(Math.abs(count - all[digit]! / 12)).toBeLessThan(1);
  });
});
