import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { discoverSubnetwork, discoverSubnetworks } from '@dum/experiments';
import { trainedOnTwoTasks } from '../_two-tasks.js';

describe('a search on wasm', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it('gives a task the same to the bit, twice and whoever rides along', async () => {
    const { network, tasks } = await trainedOnTwoTasks();
    const options = { epochs: 4, batchSize: 100, alpha: 5e-3, initialKeepProbability: 0.5, learningRate: 0.1 };
    const [together] = await discoverSubnetworks(network, tasks, options);
    expect(together!.status).toBe('found');
    expect(await discoverSubnetwork(network, tasks[0], options)).toEqual(together);
    expect(await discoverSubnetwork(network, tasks[0], options)).toEqual(together);
  });
});
