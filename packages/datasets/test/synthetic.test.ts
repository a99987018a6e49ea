import { glyphs, group, type Split, splitTrainValidation, twoTasks } from '@dum/datasets';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

/** The mean sample of those that `take` picks. */
const meanOf = ({ source, y }: Split, take: (label: number) => boolean): Float64Array => {
  const x = source.values!;
  const width = x.length / y.length;
  const mean = new Float64Array(width);
  const samples = [...y.keys()].filter((sample) => take(y[sample]!));
  for (const sample of samples) for (let i = 0; i < width; i++) mean[i]! += x[sample * width + i]! / samples.length;
  return mean;
};

describe('glyphs', () => {
  const digits = glyphs({ seed: 3, train: 600, test: 200 });

  it('has ten classes that take turns, of images in [0, 1]', () => {
    expect(digits.classNames).toHaveLength(10);
    expect([digits.train.count, digits.test.count, digits.sampleShape]).toEqual([600, 200, [16, 16]]);
    expect([...digits.train.y.subarray(8, 12)]).toEqual([8, 9, 0, 1]);
    expect(digits.train.source.values!.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('looks like digits: the nearest class mean names most test images', () => {
    const means = digits.classNames.map((_, digit) => meanOf(digits.train, (label) => label === digit));
    let right = 0;
    for (const [sample, label] of digits.test.y.entries()) {
      const image = digits.test.source.values!.subarray(sample * 256, (sample + 1) * 256);
      const distances = means.map((mean) => mean.reduce((sum, value, i) => sum + (value - image[i]!) ** 2, 0));
      right += Number(distances.indexOf(Math.min(...distances)) === label);
    }
    expect(right / digits.test.count).toBeGreaterThan(0.7);
  });

  it('draws a 0 with a hole and a 1 without one', () => {
    const { train } = glyphs({ seed: 1, train: 10, test: 1, size: 28, noise: 0, distortion: 0 });
    const row = (digit: number) =>
      [...train.source.values!.subarray(digit * 784 + 14 * 28, digit * 784 + 15 * 28)].map((value) => value > 0.5);
    const strokes = (digit: number) => row(digit).filter((ink, i, all) => ink && !all[i - 1]).length;
    expect([strokes(0), strokes(1)]).toEqual([2, 1]);
  });

  it('is drawn by its seed, and a longer set starts with the shorter one', () => {
    const longer = glyphs({ seed: 3, train: 700, test: 210 });
    expect(longer.train.source.values!.subarray(0, digits.train.source.values!.length)).toEqual(digits.train.source.values!);
    expect(longer.test.source.values!.subarray(0, digits.test.source.values!.length)).toEqual(digits.test.source.values!);
    const other = glyphs({ seed: 4, train: 10, test: 10 });
    expect(other.train.source.values!).not.toEqual(digits.train.source.values!.subarray(0, 2560));
    expect(other.train.source.values!).not.toEqual(other.test.source.values!);
  });

  it.each<[string, object, RegExp]>([
    ['a size', { size: 7 }, /glyphs: size is 7; expected a whole number from 8 to 64/],
    ['a noise', { noise: Number.NaN }, /noise is NaN; expected a number from 0 to 1/],
    ['a distortion', { distortion: -1 }, /distortion is -1/],
    ['no sample', { train: 0 }, /train is 0; expected a whole number from 1/],
    ['more than memory holds', { train: 1_048_577 }, /train is 1048577; expected a whole number from 1 to 1048576/],
    ['a seed', { seed: 1.5 }, /seed is 1.5/],
  ])('refuses %s out of range', async (_, change, expected) => {
    expect(await refusal(() => glyphs({ seed: 1, ...change }))).toMatch(expected);
  });
});

describe('twoTasks', () => {
  const data = twoTasks({ seed: 5, train: 8000, test: 8000, separation: 1 });

  it('has four joint classes, as many of each', () => {
    expect(data.classNames).toEqual(['a0b0', 'a0b1', 'a1b0', 'a1b1']);
    for (const label of [0, 1, 2, 3]) expect(data.test.y.filter((value) => value === label)).toHaveLength(2000);
    expect(data.sampleShape).toEqual([16]);
  });

  it.each([
    ['a', 0, (label: number) => label >> 1],
    ['b', 8, (label: number) => label & 1],
  ] as const)('plants %s in its own half: Φ(δ) there, a coin toss in the other', (_, start, answer) => {
    const accuracy = (from: number) => {
      const [yes, no] = [meanOf(data.train, (label) => answer(label) === 1), meanOf(data.train, (label) => answer(label) === 0)];
      let right = 0;
      for (const [sample, label] of data.test.y.entries()) {
        let score = 0;
        for (let i = from; i < from + 8; i++)
          score += (yes[i]! - no[i]!) * (data.test.source.values![sample * 16 + i]! - (yes[i]! + no[i]!) / 2);
        right += Number((score > 0 ? 1 : 0) === answer(label));
      }
      return right / data.test.count;
    };
    // Φ(1) = .8413; four standard deviations of a share of 8,000 are .016 and, at one half, .022
    expect(Math.abs(accuracy(start) - 0.8413)).toBeLessThan(0.02);
    expect(Math.abs(accuracy(8 - start) - 0.5)).toBeLessThan(0.023);
  });

  it('puts the class means δ from the middle', () => {
    const mean = meanOf(data.train, (label) => label === 3);
    for (const half of [mean.subarray(0, 8), mean.subarray(8)]) expect(Math.abs(Math.hypot(...half) - 1)).toBeLessThan(5 / Math.sqrt(2000));
  });

  it('gives the two tasks by group', () => {
    const { train, validation } = splitTrainValidation(data.train, { validation: 0.25, seed: 1 });
    const a = group({ train, validation, classNames: data.classNames }, { name: 'a', classes: ['a1b0', 'a1b1'] });
    expect([...a.classOf]).toEqual([0, 0, 1, 1]);
    expect(a.classWeights).toEqual([1, 1]);
  });

  it('is drawn by its seed; the directions do not change with the counts', () => {
    expect(twoTasks({ seed: 5, train: 10, separation: 1 }).train.source.values!).toEqual(data.train.source.values!.subarray(0, 160));
    expect(twoTasks({ seed: 6, train: 10, separation: 1 }).train.source.values!).not.toEqual(data.train.source.values!.subarray(0, 160));
  });

  it('draws unrelated standard normal noise from neighbouring seeds', () => {
    const seeds = 2000;
    const draws = Array.from(
      { length: seeds },
      (_, seed) => twoTasks({ seed, train: 1, test: 1, features: 1, separation: 0 }).train.source.values![0]!,
    );
    const mean = draws.reduce((sum, value) => sum + value, 0) / seeds;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seeds;
    const next = draws.reduce((sum, value, i) => sum + value * (draws[i + 1] ?? 0), 0) / seeds;
    // five standard errors: 1/√n of the mean and of the correlation, √(2/n) of the variance
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(seeds));
    expect(Math.abs(next)).toBeLessThan(5 / Math.sqrt(seeds));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / seeds));
  });

  it('stays in its range', () => {
    const [low, high] = data.range;
    expect(data.train.source.values!.every((value) => value >= low && value <= high)).toBe(true);
  });

  it.each<[string, object, RegExp]>([
    ['features', { features: 0 }, /twoTasks: features is 0/],
    ['separation', { separation: Number.POSITIVE_INFINITY }, /separation is Infinity; expected a number from 0 to 10/],
    ['test', { test: 1e9 }, /test is 1000000000/],
  ])('refuses %s out of range', async (_, change, expected) => {
    expect(await refusal(() => twoTasks({ seed: 1, ...change }))).toMatch(expected);
  });
});
