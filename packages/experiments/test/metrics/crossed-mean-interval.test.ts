import { describe, expect, it } from 'vitest';
import { crossedMeanInterval, type CrossedValue, type Interval, meanInterval } from '@dum/experiments';
import { fillLogisticNoise, noiseKey } from '@dum/masks/noise';

const noise = (count: number, ...key: readonly number[]): number[] => {
  const values = new Float32Array(count);
  fillLogisticNoise(values, noiseKey(...(key as [number, ...number[]])));
  return [...values];
};

const table = (seeds: number, tasks: number, value: (seed: number, task: number) => number): CrossedValue[] =>
  Array.from({ length: seeds * tasks }, (_, cell) => {
    const [seed, task] = [Math.floor(cell / tasks), cell % tasks];
    return { value: value(seed, task), levels: [seed, `task ${task}`] };
  });

const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

const width = ({ low, high }: Interval): number => high - low;

const valuesOf = (cells: readonly CrossedValue[]): number[] => cells.map(({ value }) => value);

describe('an interval of a mean over two crossed factors', () => {
  const [ofSeeds, ofTasks] = [noise(10, 1), noise(30, 2)];
  const resamples = 20_000;

  it('is the plain one over tasks where there is one seed', () => {
    const plain = meanInterval(ofTasks);
    const crossed = crossedMeanInterval(table(1, 30, (_, task) => ofTasks[task]!));
    expect(crossed.low).toBeCloseTo(plain.low, 12);
    expect(crossed.high).toBeCloseTo(plain.high, 12);
  });

  it('has the width of tasks by their number where values depend on the task alone, however many seeds there are', () => {
    const cells = table(10, 30, (_, task) => ofTasks[task]!);
    const crossed = width(crossedMeanInterval(cells, { resamples }));
    const expected = 2 * 1.96 * Math.sqrt(variance(ofTasks) / 30);
    expect(crossed / expected).toBeGreaterThan(0.96);
    expect(crossed / expected).toBeLessThan(1.04);
    expect(crossed / width(meanInterval(ofTasks, { resamples }))).toBeCloseTo(1, 1);
    expect(crossed / width(meanInterval(valuesOf(cells), { resamples }))).toBeCloseTo(Math.sqrt(10), 0);
  });

  it('adds the variances of both factors where values are sums', () => {
    const crossed = width(
      crossedMeanInterval(
        table(10, 30, (seed, task) => ofSeeds[seed]! + ofTasks[task]!),
        { resamples },
      ),
    );
    const expected = 2 * 1.96 * Math.sqrt(variance(ofSeeds) / 10 + variance(ofTasks) / 30);
    expect(crossed / expected).toBeGreaterThan(0.96);
    expect(crossed / expected).toBeLessThan(1.04);
  });

  it('covers the true mean about 95 % of the time, which the plain one does not', () => {
    const trials = Array.from({ length: 150 }, (_, trial) => {
      const [seeds, tasks, rest] = [noise(12, trial, 1), noise(12, trial, 2), noise(144, trial, 3)];
      const cells = table(12, 12, (seed, task) => seeds[seed]! + tasks[task]! + rest[seed * 12 + task]! / 2);
      const holds = ({ low, high }: Interval) => low <= 0 && high >= 0;
      const options = { resamples: 300, seed: trial };
      return { crossed: holds(crossedMeanInterval(cells, options)), plain: holds(meanInterval(valuesOf(cells), options)) };
    });
    expect(trials.filter(({ crossed }) => crossed).length).toBeGreaterThan(130);
    expect(trials.filter(({ crossed }) => crossed).length).toBeLessThan(150);
    expect(trials.filter(({ plain }) => plain).length).toBeLessThan(100);
  });

  it('does without missing cells, even where all that is drawn is missing', () => {
    const full = table(6, 6, (_, task) => task);
    const complete = crossedMeanInterval(full, { resamples });
    const most = crossedMeanInterval(full.slice(1), { resamples });
    expect(most.low).toBeCloseTo(complete.low, 0);
    expect(most.high).toBeCloseTo(complete.high, 0);
    const diagonal = table(2, 2, (seed) => seed).filter(({ levels: [seed, task] }) => task === `task ${seed}`);
    expect(crossedMeanInterval(diagonal)).toEqual({ low: 0, high: 1 });
    const equal = diagonal.map((cell) => ({ ...cell, value: 3 }));
    expect(crossedMeanInterval(equal)).toEqual({ low: 3, high: 3 });
  });

  it('refuses no value and a setting out of range', () => {
    expect(() => crossedMeanInterval([])).toThrow('crossedMeanInterval: there are no values; expected at least one');
    expect(() =>
      crossedMeanInterval(
        table(2, 2, () => 1),
        { resamples: 0 },
      ),
    ).toThrow('crossedMeanInterval: resamples is 0');
  });
});
