import { beforeAll, describe, expect, it } from 'vitest';
import {
  type FrontierMethod,
  type FrontierPoint,
  frontierComparisons,
  frontierRows,
  measureFrontier,
  discoverSubnetworks,
  evaluateSubnetworks,
  meanInterval,
  selectSubnetworks,
  subnetworksOf,
} from '@dum/experiments';
import { keepUnits } from '@dum/masks';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

const search = { epochs: 2, batchSize: 50 };
const methods: readonly FrontierMethod[] = [
  { name: 'learned', search },
  { name: 'taylor', baseline: 'taylor' },
];
const options = { methods, budgets: [keepUnits(6), keepUnits(12)], batchSize: 50, readOutEpochs: 2 };

describe('measureFrontier', () => {
  it('has the figures that each method has by itself', async () => {
    const { network, tasks, splits } = setting;
    const points = await measureFrontier(network, tasks, splits.validation, options);
    expect(points).toHaveLength(8);
    const fitting = { batchSize: 50, readOutEpochs: 2, budget: keepUnits(12) };
    const learned = subnetworksOf(await discoverSubnetworks(network, tasks, { ...search, ...fitting }));
    const selected = await selectSubnetworks(network, tasks, { method: 'taylor', ...fitting });
    for (const [method, found] of [
      ['learned', learned],
      ['taylor', selected],
    ] as const) {
      const expected = (await evaluateSubnetworks(network, found, splits.validation)).map(({ balancedAccuracy }) => balancedAccuracy);
      const measured = points.filter((point) => point.method === method && point.budget === 12);
      expect(measured.map(({ balancedAccuracy }) => balancedAccuracy)).toEqual(expected);
      expect(measured.every(({ keptUnits }) => keptUnits === 12)).toBe(true);
    }
  });

  it('leaves out what is done', async () => {
    const { network, tasks, splits } = setting;
    const reported: string[] = [];
    await measureFrontier(network, tasks, splits.validation, {
      ...options,
      isDone: (method, { limit }) => method === 'learned' || limit === 6,
      onPoints: (points, method, { limit }) => void reported.push(`${method} ${limit} ${points.length}`),
    });
    expect(reported).toEqual(['taylor 12 2']);
  });
});

const point = (method: string, seed: number, balancedAccuracy: number): FrontierPoint => ({
  ...{ method, budget: 10, seed, task: 'a', keptUnits: 10 },
  ...{ accuracy: balancedAccuracy, balancedAccuracy },
});

it('rows and comparisons are means of points and of paired differences', () => {
  const points = [1, 2, 3].flatMap((seed) => [point('learned', seed, 0.5 + seed / 10 + 0.05), point('random', seed, 0.5 + seed / 10)]);
  const [learned] = frontierRows(points);
  expect(learned).toMatchObject({ method: 'learned', budget: 10, points: 3, keptUnits: 10 });
  expect(learned!.balancedAccuracy).toBeCloseTo(0.75);
  const [compared] = frontierComparisons([...points, point('learned', 4, 0)], ['learned'], ['random']);
  expect(compared).toMatchObject({ method: 'learned', against: 'random', pairs: 3, verdict: 'above' });
  expect(compared!.difference).toBeCloseTo(0.05);
  expect(compared!.interval.low).toBeCloseTo(0.05);
  expect(frontierComparisons(points, ['random'], ['learned'])[0]!.verdict).toBe('below');
  expect(frontierComparisons(points, ['random'], ['random'])[0]!.verdict).toBe('not different');
});

describe('intervals over seeds and tasks', () => {
  const tasks = ['a', 'b', 'c', 'd'];
  const hard: Readonly<Record<string, number>> = { a: 0.1, b: 0.2, c: 0, d: 0.05 };
  const both = (gain: (seed: number, task: string) => number): FrontierPoint[] =>
    [1, 2, 3, 4, 5].flatMap((seed) =>
      tasks.flatMap((task) => {
        const random = { ...point('random', seed, 0.7 - hard[task]! + seed / 100), task };
        return [random, { ...point('learned', seed, random.balancedAccuracy + gain(seed, task)), task }];
      }),
    );
  const compared = (points: readonly FrontierPoint[]) => frontierComparisons(points, ['learned'], ['random'])[0]!;

  it('find a planted difference of all tasks, with points missing too', () => {
    const points = both((seed, task) => 0.05 + hard[task]! / 10 + seed / 1000);
    expect(compared(points)).toMatchObject({ pairs: 20, verdict: 'above' });
    const { pairs, difference, interval } = compared(points.slice(0, -1));
    expect(pairs).toBe(19);
    expect(interval.low).toBeGreaterThan(0.04);
    expect(interval.low).toBeLessThan(difference);
    expect(interval.high).toBeGreaterThan(difference);
  });

  it('find none that one task alone has, however many seeds show it', () => {
    const points = both((_, task) => (task === 'a' ? 0.2 : 0));
    expect(compared(points)).toMatchObject({ pairs: 20, verdict: 'not different' });
    expect(compared(points).difference).toBeCloseTo(0.05);
    expect(compared(points).interval.low).toBeCloseTo(0.05 - 3.182446 * 0.05, 5);
  });

  it('say nothing from one seed of one task', () => {
    const points = [point('learned', 1, 0.9), point('random', 1, 0.5)];
    expect(frontierRows(points)[0]).toMatchObject({ balancedAccuracy: 0.9, balancedAccuracyInterval: { low: 0, high: 1 } });
    expect(frontierComparisons(points, ['learned'], ['random'])[0]).toMatchObject({
      difference: expect.closeTo(0.4, 12) as number,
      interval: { low: -1, high: 1 },
      verdict: 'not different',
    });
  });

  it('refuse a figure that is no share, and two of the same seed and task', () => {
    expect(() => frontierRows([point('learned', 1, Number.NaN)])).toThrow(
      'crossedMeanInterval: value 0 is NaN; expected a number from 0 to 1',
    );
    expect(() => frontierRows([point('learned', 1, 0.9), point('learned', 1, 0.8)])).toThrow(
      'crossedMeanInterval: values 0 and 1 are both of levels 1 and "a"; expected one value for each pair',
    );
  });

  it('of rows are of tasks alone where there is one seed', () => {
    const [row] = frontierRows(tasks.map((task) => ({ ...point('learned', 1, 0.7 - hard[task]!), task })));
    const expected = meanInterval(
      tasks.map((task) => 0.7 - hard[task]!),
      { range: [0, 1] },
    );
    expect(row!.balancedAccuracyInterval.low).toBeCloseTo(expected.low, 12);
    expect(row!.balancedAccuracyInterval.high).toBeCloseTo(expected.high, 12);
  });
});
