import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { discoverSubnetworks, type DiscoveryProgress } from '@dum/experiments';
import { keepUnits, keptUnits } from '@dum/masks';
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
    for (const [task, { subnetwork, history }] of best.entries()) {
      const [again] = await discoverSubnetworks(network, [tasks[task]!], { ...options, ...sized, seed: subnetwork!.seed });
      expect(again).toEqual(best[task]);
      const [first] = await discoverSubnetworks(network, [tasks[task]!], { ...options, ...sized });
      const scoreOf = ({ validationLoss, penalty }: (typeof history)[number]) => validationLoss! + ('budget' in sized ? 0 : penalty!);
      expect(scoreOf(history.at(-1)!)).toBeLessThanOrEqual(scoreOf(first!.history.at(-1)!));
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

  it('leave those that diverged for any other, and keep the first of equals', async () => {
    const losses = [undefined, 0.5, undefined, 0.5, 0.4, 0.6];
    const bestOf = async (restarts: number): Promise<number | undefined> => {
      let searched = -1;
      const search = (): Promise<SearchedTask[]> => {
        searched += 1;
        const history = [{ epoch: 1, validationLoss: losses[searched], penalty: 9 }];
        const subnetwork = losses[searched] === undefined ? undefined : { seed: searched };
        return Promise.resolve([{ result: { epoch: 1, history, subnetwork }, probes: [] }] as never);
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
