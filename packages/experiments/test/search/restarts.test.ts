import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { discoverSubnetwork, discoverSubnetworks, type DiscoveryProgress } from '@dum/experiments';
import { keepUnits, keptUnits } from '@dum/masks';
import { noiseKey } from '@dum/masks/noise';
import { searchRestarts } from '../../src/search/search-restarts.js';
import type { SearchedTask } from '../../src/search/search-result.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

const options = { epochs: 2, batchSize: 50, learningRate: 0.1, alpha: 5e-3, initialKeepProbability: 0.5, seed: 3 };

describe('restarts of a search', () => {
  let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
  beforeAll(async () => {
    setting = await trainedOnTwoTasks({ epochs: 2 });
  });

  it.each([{}, { budget: keepUnits(4) }])('keep, task by task, the search that ends best on validation, with $budget', async (sized) => {
    const { network, tasks } = setting;
    const before = memory().numTensors;
    const best = await discoverSubnetworks(network, tasks, { ...options, ...sized, restarts: 4 });
    expect(memory().numTensors).toBe(before);
    const seeds = new Set<number>();
    for (const [task, { subnetwork }] of best.entries()) {
      const [again] = await discoverSubnetworks(network, [tasks[task]!], { ...options, ...sized, seed: subnetwork!.seed });
      expect(again).toEqual(best[task]);
      const [first] = await discoverSubnetworks(network, [tasks[task]!], { ...options, ...sized });
      expect(subnetwork!.check!.objective).toBeLessThanOrEqual(first!.subnetwork!.check!.objective);
      if ('budget' in sized) expect(keptUnits(subnetwork!.masks)).toBe(4);
      seeds.add(subnetwork!.seed);
    }
    expect([...seeds]).not.toEqual([options.seed]);
  });

  it('are one search more each, with progress over all of them', async () => {
    const { network, tasks } = setting;
    const heard: DiscoveryProgress[] = [];
    await discoverSubnetworks(network, tasks, { ...options, restarts: 3, onProgress: (progress) => heard.push(progress) });
    const epochs = heard.filter(({ tasks: records }) => records !== undefined).map(({ epoch }) => epoch);
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(heard.every(({ epoch, epochs: all, step, steps }) => epoch <= all && step <= steps)).toBe(true);
    expect(heard.at(-1)).toMatchObject({ phase: 'read-out', epoch: 12, epochs: 12 });
  });

  it('of one are the search itself', async () => {
    const { network, tasks } = setting;
    expect(await discoverSubnetworks(network, tasks, { ...options, restarts: 1 })).toEqual(
      await discoverSubnetworks(network, tasks, options),
    );
  });

  it('are judged by the final masks without a check too', async () => {
    const { network, tasks } = setting;
    const unchecked = await discoverSubnetworks(network, [tasks[0]], { ...options, restarts: 2, check: false });
    expect(unchecked[0]!.subnetwork).not.toHaveProperty('check');
    const each = await Promise.all(
      [options.seed, noiseKey(options.seed, 1)].map((seed) => discoverSubnetwork(network, tasks[0], { ...options, seed, check: false })),
    );
    expect(each).toContainEqual(unchecked[0]);
  });

  it('leave those that diverged for any other, and keep the first of equals', async () => {
    const losses = [undefined, 0.5, undefined, 0.5, 0.4, 0.6];
    const bestOf = async (restarts: number): Promise<number | undefined> => {
      let searched = -1;
      const search = (): Promise<SearchedTask[]> => {
        searched += 1;
        const objective = losses[searched];
        const subnetwork = objective === undefined ? undefined : { seed: searched };
        return Promise.resolve([{ result: { epoch: 1, history: [], subnetwork }, probes: [], objective }] as never);
      };
      const [best] = await searchRestarts(search, { settings: { restarts, seed: 3, budget: keepUnits(4) } } as never);
      return best!.result.subnetwork?.seed;
    };
    expect(await bestOf(1)).toBeUndefined();
    expect(await bestOf(3)).toBe(1);
    expect(await bestOf(4)).toBe(1);
    expect(await bestOf(6)).toBe(4);
  });

  it('are refused where they are none', async () => {
    await expect(discoverSubnetworks(setting.network, setting.tasks, { restarts: 0 })).rejects.toThrow(
      'discoverSubnetworks: restarts is 0; expected',
    );
  });
});
