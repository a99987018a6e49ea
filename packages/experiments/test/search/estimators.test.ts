import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { discoverSubnetwork, discoverSubnetworks } from '@dum/experiments';
import { continuousSparsification, type Estimator, gumbelSigmoid, hardConcrete, straightThrough } from '@dum/masks';
import { keptUnits } from '@dum/masks/mask-set';
import { resolveOptions } from '../../src/search/options.js';
import { plantedNetwork } from '../_planted.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks({ epochs: 1 });
});

const others = [hardConcrete(), straightThrough(), continuousSparsification()];

describe.each(others)('a search with $name', (estimator) => {
  it('finds the units planted for each task, and none of the other task', async () => {
    const { tasks } = setting;
    const found = await discoverSubnetworks(plantedNetwork(16, 24), tasks, { estimator, epochs: 12, batchSize: 50, alpha: 1e-2 });
    found.forEach(({ status, subnetwork, history }, task) => {
      const { kept } = subnetwork!.masks.layers[0]!;
      const ones = (half: Uint8Array) => half.reduce((sum, bit) => sum + bit, 0);
      const [left, right] = [ones(kept.subarray(0, 12)), ones(kept.subarray(12))];
      expect(status).toBe('found');
      expect(task === 0 ? right : left).toBe(0);
      expect(task === 0 ? left : right).toBeGreaterThan(1);
      expect(history.at(-1)!.validationAccuracy).toBeGreaterThan(0.7);
    });
  });

  it('leaves a task its logits whichever ride along, with samples beside each other, and leaks nothing', async () => {
    const { network, tasks } = setting;
    const options = { estimator, epochs: 1, batchSize: 100, samples: 2 };
    const alone = await discoverSubnetwork(network, tasks[0], options);
    const before = memory().numTensors;
    const [, second] = await discoverSubnetworks(network, [tasks[1], tasks[0]], options);
    expect(memory().numTensors).toBe(before);
    second!.logits!.forEach((logits, layer) => {
      expect(logits).toBeAllclose(alone.logits![layer]!, 1e-4);
    });
  });

  it('diverges at an absurd rate, and collapses at a huge price', async () => {
    const { network, tasks } = setting;
    const [diverged] = await discoverSubnetworks(network, [tasks[0]], { estimator, epochs: 1, learningRate: 1e30, headLearningRate: 1e30 });
    expect(diverged).toMatchObject({ status: 'diverged', epoch: 1 });
    const [collapsed] = await discoverSubnetworks(network, [tasks[0]], { estimator, epochs: 2, batchSize: 50, alpha: 1e3 });
    expect(collapsed!.status).toBe('collapsed');
    expect(keptUnits(collapsed!.subnetwork!.masks)).toBe(0);
  });
});

describe('the settings of a search', () => {
  const starts = ({ temperature, initialKeepProbability }: ReturnType<typeof resolveOptions>) => ({ temperature, initialKeepProbability });

  it.each<[Estimator | undefined, object]>([
    [undefined, { temperature: { start: 1, end: 0.3 } }],
    [gumbelSigmoid(), { temperature: { start: 1, end: 0.3 } }],
    [hardConcrete(), { temperature: { start: 2 / 3, end: 2 / 3 }, initialKeepProbability: 0.8 }],
    [straightThrough(), { temperature: { start: 1, end: 1 }, initialKeepProbability: 0.8 }],
    [continuousSparsification(), { temperature: { start: 1, end: 1 / 200 }, initialKeepProbability: 0.5 }],
  ])('have the defaults that suit the estimator of case %#, unless others are given', (estimator, expected) => {
    const given = estimator === undefined ? {} : { estimator };
    expect(starts(resolveOptions(given))).toEqual(expected);
    const chosen = { temperature: { start: 2, end: 1 }, initialKeepProbability: 0.4 };
    expect(starts(resolveOptions({ ...given, ...chosen }))).toEqual(chosen);
  });

  it('refuse defaults of an estimator that are out of range', () => {
    const estimator = { ...gumbelSigmoid(), searchDefaults: { initialKeepProbability: 1 } };
    expect(() => resolveOptions({ estimator })).toThrow('initialKeepProbability is 1; expected a finite number above 0 and below 1');
  });
});

it('starts at the keep probability, and prices units, at the temperature of the samples', async () => {
  const { network, tasks } = setting;
  const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
  const priceOf = (logits: readonly Float32Array[], temperature: number) =>
    logits.flatMap((layer) => [...layer]).reduce((sum, l) => sum + sigmoid(l - temperature * Math.log(0.1 / 1.1)), 0);
  const run = async (learningRate: number) => {
    const temperature = { start: 2, end: 0.5 };
    const options = { estimator: hardConcrete(), initialKeepProbability: 0.6, temperature, epochs: 1, alpha: 1e-3, learningRate };
    const { logits, history } = await discoverSubnetwork(network, tasks[0], options);
    return { logits: logits!, penalty: history[0]!.penalty! };
  };
  const still = await run(1e-9);
  expect(priceOf(still.logits, 2)).toBeCloseTo(28 * 0.6, 3);
  const moved = await run(0.3);
  expect(moved.penalty).toBeCloseTo(1e-3 * priceOf(moved.logits, 0.5), 5);
});

it('names the estimator in the result, with its parameters', async () => {
  const { network, tasks } = setting;
  const nameOf = async (estimator: Estimator) =>
    (await discoverSubnetwork(network, tasks[0], { estimator, epochs: 1 })).subnetwork!.estimator;
  expect(await nameOf(hardConcrete({ gamma: -0.2 }))).toBe('hardConcrete(gamma -0.2, zeta 1.1)');
  expect(await nameOf(straightThrough())).toBe('straightThrough');
});
