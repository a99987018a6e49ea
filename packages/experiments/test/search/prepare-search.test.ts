import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { completeness, discoverSubnetworks, faithfulness, type SearchOptions } from '@dum/experiments';
import { keepUnits } from '@dum/masks';
import { prepareSearch } from '../../src/search/prepare-search.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

const quick: SearchOptions = { epochs: 2, batchSize: 50, learningRate: 0.1, alpha: 5e-3, initialKeepProbability: 0.5, readOutEpochs: 1 };

describe.each<SearchOptions>([
  {},
  { objective: faithfulness(), readOut: 'original-head' },
  { objective: completeness(), granularity: 'element', inputs: 'channel' },
])('a network prepared with %o', (options) => {
  let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
  beforeAll(async () => {
    setting = await trainedOnTwoTasks({ epochs: 2 });
  });

  it('is searched any number of times, each as if it was prepared for that alone, and holds no more tensors after', async () => {
    const { network, tasks } = setting;
    const before = memory().numTensors;
    const prepared = await prepareSearch(network, tasks, { ...quick, ...options });
    const ready = memory().numTensors;
    for (const changes of [{ seed: 3 }, { seed: 4, alpha: 1e-2 }, { budget: keepUnits(6), restarts: 2 }]) {
      const found = await prepared.search({ settings: changes });
      expect(memory().numTensors).toBe(ready);
      expect(found.map(({ result }) => result)).toEqual(await discoverSubnetworks(network, tasks, { ...quick, ...options, ...changes }));
    }
    const [, second] = tasks;
    const [alone] = await prepared.search({ tasks: [second] });
    expect([alone!.result]).toEqual(await discoverSubnetworks(network, [second], { ...quick, ...options }));
    prepared.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('holds nothing where it can be masked but not read', async () => {
    const { network, tasks } = setting;
    const before = memory().numTensors;
    const four = tasks.map((task) => ({ ...task, classOf: new Uint16Array(3) }));
    await expect(prepareSearch(network, four, { ...options, readOut: 'original-head' })).rejects.toThrow('has 3 classes');
    expect(memory().numTensors).toBe(before);
  });
});
