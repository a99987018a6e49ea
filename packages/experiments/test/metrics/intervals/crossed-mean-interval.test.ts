import { describe, expect, it } from 'vitest';
import { crossedMeanInterval, type CrossedValue, type Interval, meanInterval, type MeanIntervalOptions } from '@dum/experiments';
import { randomDraws } from './_random.js';

const { normal } = randomDraws(2);
const noise = (count: number): number[] => Array.from({ length: count }, normal);

const table = (seeds: number, tasks: number, value: (seed: number, task: number) => number): CrossedValue[] =>
  Array.from({ length: seeds * tasks }, (_, cell) => {
    const [seed, task] = [Math.floor(cell / tasks), cell % tasks];
    return { value: value(seed, task), levels: [seed, `task ${task}`] };
  });

const width = ({ low, high }: Interval): number => high - low;

const holds = ({ low, high }: Interval): boolean => low <= 0 && high >= 0;

const valuesOf = (cells: readonly CrossedValue[]): number[] => cells.map(({ value }) => value);

describe('an interval of a mean over two crossed factors', () => {
  const [ofSeeds, ofTasks] = [noise(10), noise(30)];

  it('is the plain one over tasks where there is one seed, and all of the range for a single value', () => {
    const plain = meanInterval(ofTasks);
    const crossed = crossedMeanInterval(table(1, 30, (_, task) => ofTasks[task]!));
    expect(crossed.low).toBeCloseTo(plain.low, 12);
    expect(crossed.high).toBeCloseTo(plain.high, 12);
    const single = table(1, 1, () => 0.9);
    expect(crossedMeanInterval(single, { range: [0, 1] })).toEqual({ low: 0, high: 1 });
    expect(crossedMeanInterval(single)).toEqual({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  });

  it('is the plain one over the means of tasks where values depend on the task alone, however many seeds there are', () => {
    const cells = table(10, 30, (_, task) => ofTasks[task]!);
    const [crossed, plain] = [crossedMeanInterval(cells), meanInterval(ofTasks)];
    expect(crossed.low).toBeCloseTo(plain.low, 12);
    expect(crossed.high).toBeCloseTo(plain.high, 12);
    expect(width(crossed) / width(meanInterval(valuesOf(cells)))).toBeCloseTo(Math.sqrt(10), 0);
  });

  it('adds the squares of the widths of both factors where values are sums', () => {
    const crossed = crossedMeanInterval(table(10, 30, (seed, task) => ofSeeds[seed]! + ofTasks[task]!));
    expect(width(crossed)).toBeCloseTo(Math.hypot(width(meanInterval(ofSeeds)), width(meanInterval(ofTasks))), 12);
  });

  it('does not depend on the order of values and factors', () => {
    const cells = table(4, 5, () => normal());
    const turned = cells.map(({ value, levels: [seed, task] }): CrossedValue => ({ value, levels: [task, seed] })).toReversed();
    const [crossed, other] = [crossedMeanInterval(cells), crossedMeanInterval(turned)];
    expect(other.low).toBeCloseTo(crossed.low, 12);
    expect(other.high).toBeCloseTo(crossed.high, 12);
  });

  it('does without missing cells', () => {
    const full = table(6, 6, (_, task) => task);
    const [complete, most] = [crossedMeanInterval(full), crossedMeanInterval(full.slice(1))];
    expect(most.low).toBeCloseTo(complete.low, 0);
    expect(most.high).toBeCloseTo(complete.high, 0);
    const values = noise(8);
    const diagonal = crossedMeanInterval(values.map((value, at) => ({ value, levels: [at, at] })));
    expect(width(diagonal)).toBeCloseTo(Math.SQRT2 * width(meanInterval(values)), 12);
  });

  it.each<[readonly CrossedValue[], object, string]>([
    [[], {}, 'there are no values; expected at least one'],
    [table(2, 2, (seed) => (seed === 1 ? Number.NaN : 0)), {}, 'value 2 is NaN; expected a finite number'],
    [table(1, 2, () => 2), { range: [0, 1] }, 'value 0 is 2; expected a number from 0 to 1'],
    [
      [...table(1, 2, () => 0), ...table(1, 1, () => 1)],
      {},
      'values 0 and 2 are both of levels 0 and "task 0"; expected one value for each pair',
    ],
    [table(1, 2, () => 0), { resamples: 10 }, 'no option is called "resamples"; there are confidence, range'],
  ])('of %j with %o is refused', (values, options, message) => {
    expect(() => crossedMeanInterval(values, options as MeanIntervalOptions)).toThrow(`crossedMeanInterval: ${message}`);
  });
});

describe('the interval of 95 % of a crossed mean', () => {
  const sizes = [
    [3, 10],
    [5, 10],
    [5, 5],
  ] as const;
  const deviations = { seeds: [1, 0, 0], tasks: [0, 1, 0], cells: [0, 0, 1], 'seeds and tasks': [1, 1, 0], all: [1, 1, 1] } as const;
  const trials = 2000;

  const simulate = (seeds: number, tasks: number, [bySeed, byTask, byCell]: readonly [number, number, number]) =>
    Array.from({ length: trials }, () => {
      const [ofSeeds, ofTasks] = [noise(seeds), noise(tasks)];
      return table(seeds, tasks, (seed, task) => bySeed * ofSeeds[seed]! + byTask * ofTasks[task]! + byCell * normal());
    });

  it.each(sizes.flatMap(([seeds, tasks]) => Object.entries(deviations).map(([what, of]) => ({ seeds, tasks, what, of }))))(
    'covers the mean of $seeds seeds and $tasks tasks that vary by $what in at least 93 % of cases',
    ({ seeds, tasks, of }) => {
      const covered = simulate(seeds, tasks, of).filter((cells) => holds(crossedMeanInterval(cells))).length / trials;
      expect(covered).toBeGreaterThanOrEqual(0.93);
    },
  );

  it.each(Object.entries(deviations))('of 10 seeds and 20 tasks that vary by %s is at most 1.6 times as wide as it must be', (_, of) => {
    const intervals = simulate(10, 20, of)
      .slice(0, 300)
      .map((cells) => crossedMeanInterval(cells));
    const least = 2 * 1.96 * Math.sqrt(of[0] ** 2 / 10 + of[1] ** 2 / 20 + of[2] ** 2 / 200);
    expect(intervals.reduce((sum, each) => sum + width(each), 0) / intervals.length / least).toBeLessThan(1.6);
  });

  it('covers where the plain one, which takes cells as independent, does not', () => {
    const covered = simulate(5, 10, [1, 1, 0.5]).filter((cells) => holds(meanInterval(valuesOf(cells)))).length / trials;
    expect(covered).toBeLessThan(0.7);
  });
});
