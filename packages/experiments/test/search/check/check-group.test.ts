import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createSplit, type Role, type Split } from '@dum/datasets';
import { keepParameters, keepUnits, keptUnits, type Subnetwork } from '@dum/masks/mask-set';
import {
  classRemoval,
  completeness,
  discoverSubnetwork,
  discoverSubnetworks,
  type DiscoveryOptions,
  type DiscoveryProgress,
  faithfulness,
  fitSubnetworks,
  plantModules,
  subnetworkOutputs,
} from '../../../src/index.js';
import { chainNetwork } from '../../_normalized-networks.js';
import { trainedOnTwoTasks } from '../../_two-tasks.js';

const { network, tasks, planted } = await plantModules({ seed: 3, own: [5, 5], others: 12, samples: 1500 });
const [task] = tasks;
const size = keptUnits(planted[0]);
const search = async (options: DiscoveryOptions) => (await discoverSubnetwork(network, task, options)).subnetwork!;

/** Samples at even distances. */
const some = <R extends Role>(split: Split<R>, most: number): Split<R> => {
  const count = Math.min(most, split.source.count);
  const rows = Array.from({ length: count }, (_, at) => Math.floor((at * split.source.count) / count));
  const width = split.source.values!.length / split.source.count;
  const x = Float32Array.from(rows.flatMap((row) => Array.from(split.source.values!.subarray(row * width, (row + 1) * width))));
  return createSplit(split.role, { x, y: rows.map((row) => split.y[row]!), sampleShape: [width], classCount: 2 });
};
const few = { ...task, train: some(task.train, 512), validation: some(task.validation, 512) };

/** The objective by other code: a linear probe of 100 steps on 512 samples, the softmax in full, and a price for each kept unit. */
const objectiveOf = async ({ masks }: Pick<Subnetwork, 'masks'>, price: number): Promise<number> => {
  const { validation, classWeights } = few;
  const fitted = await fitSubnetworks(network, [few], [masks], { readOutEpochs: 50, batchSize: 256, seed: 1 });
  const [logits] = await subnetworkOutputs(network, fitted, validation);
  let total = 0;
  for (const [sample, label] of validation.y.entries()) {
    const [no, yes] = [logits![2 * sample]!, logits![2 * sample + 1]!];
    const right = label === 1 ? yes : no;
    total += classWeights[label]! * (Math.log(Math.exp(no) + Math.exp(yes)) - right);
  }
  return total / validation.y.length + price * keptUnits(masks);
};

describe('a search whose rate is nearly 0', () => {
  const still = { epochs: 1, learningRate: 1e-9 };

  it('keeps the first units of a budget, is worse than the baseline, and is searched again from that', async () => {
    const budget = keepUnits(size);
    const first = await search({ ...still, budget, check: false });
    expect(first).not.toHaveProperty('check');
    const found = await search({ ...still, budget });
    expect(found.check).toMatchObject({ status: 'best', again: 'baseline' });
    expect(found.check!.objective).toBeCloseTo(await objectiveOf(found, 0), 5);
    expect(found.check!.objective).toBeLessThan((await objectiveOf(first, 0)) / 2);
  });

  it('drops all units, and is searched again from all of them', async () => {
    const options = { ...still, initialKeepProbability: 0.4 };
    expect(keptUnits((await search({ ...options, check: false })).masks)).toBe(0);
    const found = await search(options);
    expect(found).toMatchObject({ status: 'full', check: { status: 'best', again: 'all-units' } });
  });
});

it('a search that stays worse than a rival says so, with both objectives', async () => {
  const found = await search({ epochs: 2, learningRate: 30, alpha: 2e-3 });
  const { status, objective, compared } = found.check!;
  expect(status).toMatch(/^above-/);
  const rivals = [compared.allUnits!, compared.random, compared.baseline];
  expect(objective).toBeGreaterThan(1.01 * rivals[['above-all-units', 'above-random', 'above-baseline'].indexOf(status)]!);
  expect(objective).toBeCloseTo(await objectiveOf(found, 2e-3), 5);
  const whole = { masks: { ...found.masks, layers: found.masks.layers.map((layer) => ({ ...layer, kept: layer.kept.map(() => 1) })) } };
  expect(compared.allUnits).toBeCloseTo(await objectiveOf(whole, 2e-3), 5);
});

it('a search of the default settings is the best', async () => {
  const { check } = await search({ batchSize: 64, refinements: 2 });
  expect(check!.status).toBe('best');
});

describe('of two tasks', () => {
  const short = { epochs: 2, batchSize: 50, learningRate: 0.1, alpha: 5e-3, initialKeepProbability: 0.5, seed: 3 };

  it('each is checked and searched again alone, and nothing leaks', async () => {
    const two = await trainedOnTwoTasks({ epochs: 1 });
    const before = memory().numTensors;
    const heard: DiscoveryProgress[] = [];
    const together = await discoverSubnetworks(two.network, two.tasks, { ...short, onProgress: (progress) => heard.push(progress) });
    expect(memory().numTensors).toBe(before);
    for (const [at, found] of together.entries()) {
      expect(found.subnetwork!.check!.objective).toBeGreaterThan(0);
      expect([await discoverSubnetwork(two.network, two.tasks[at]!, short)]).toEqual([found]);
    }
    expect(
      heard.filter(({ phase }) => phase === 'check').every(({ step, steps, tasks: records }) => step <= steps && records === undefined),
    ).toBe(true);
    expect(heard.some(({ phase }) => phase === 'check')).toBe(true);
  });

  it.each<[string, DiscoveryOptions]>([
    ['faithfulness', { objective: faithfulness() }],
    ['completeness', { objective: completeness({ weight: 2 }) }],
    ['removal of a class', { objective: classRemoval(), readOut: 'original-head' }],
    ['the original head', { readOut: 'original-head' }],
    ['means of dropped units', { dropped: 'mean' }],
    ['constants of dropped units', { dropped: 'constant', epochs: 1 }],
    ['a budget of parameters', { budget: keepParameters(60) }],
  ])('each is checked with %s', async (_, options) => {
    const two = await trainedOnTwoTasks({ epochs: 1 });
    const before = memory().numTensors;
    const found = await discoverSubnetworks(two.network, [two.tasks[0]], { ...short, ...options });
    expect(memory().numTensors).toBe(before);
    for (const { subnetwork } of found) {
      const { objective, compared } = subnetwork!.check!;
      expect([objective, compared.random, compared.baseline].every(Number.isFinite)).toBe(true);
      expect(compared).toHaveProperty('random');
      expect('allUnits' in compared).toBe(options.budget === undefined);
    }
  });

  it('each is checked with statistics of its own', async () => {
    const two = await trainedOnTwoTasks({ epochs: 1 });
    const re = { ...short, epochs: 1, batchSize: 250, readOutEpochs: 1, normalization: 're-estimated' as const };
    const [found] = await discoverSubnetworks(chainNetwork(), [two.tasks[0]], re);
    expect(found!.subnetwork!.check!.objective).toBeGreaterThan(0);
  });
});
