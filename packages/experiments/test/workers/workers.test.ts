import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { group, type MemoryArrays } from '@dum/datasets';
import { alphaPath, classRemoval, completeness, discoverSubnetworks, type DiscoveryProgress, faithfulness, mlp } from '@dum/experiments';
import { createWorkerPool, type WorkerPool } from '@dum/experiments/workers';
import { gumbelSigmoid, hardConcrete } from '@dum/masks';
import { prepareSearch } from '../../src/search/prepare-search.js';
import { shareSearch } from '../../src/workers/share-search.js';
import { chainNetwork } from '../_normalized-networks.js';
import { lateSplit } from '../_on-demand.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

const options = { epochs: 2, batchSize: 50, learningRate: 0.1, alpha: 5e-3, initialKeepProbability: 0.5, seed: 3 };

describe('worker threads', () => {
  let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
  let pools: WorkerPool[];
  beforeAll(async () => {
    await useBackend('wasm');
    setting = await trainedOnTwoTasks({ epochs: 2 });
    pools = [1, 2].map((threads) => createWorkerPool({ threads }));
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
  });

  const three = () => [...setting.tasks, { ...setting.tasks[0], name: 'again' }];

  it('find the same to the bit, however many there are', async () => {
    const here = await discoverSubnetworks(setting.network, three(), options);
    expect(here.map(({ status }) => status)).toEqual(['found', 'found', 'found']);
    for (const workers of pools) expect(await discoverSubnetworks(setting.network, three(), { ...options, workers })).toEqual(here);
  });

  it('search what is computed for each batch to the same bits, from shared samples in memory or read once', async () => {
    const { data, splits, tasks } = setting;
    const network = mlp({ inputs: 16, hidden: [12, 24], classes: 4, seed: 2 });
    const parts = { train: lateSplit(splits.train, 4), validation: lateSplit(splits.validation, 4), classNames: data.classNames };
    const late = tasks.map(({ name }) => group(parts, { name, classes: data.classNames.filter((each) => each.includes(name)) }));
    // 64 kB of samples, 96 kB of activations
    const streamed = { ...options, check: false, layers: ['dense_24'], memory: 0.08 };
    const here = await discoverSubnetworks(network, tasks, { ...streamed, memory: 1 });
    for (const read of [tasks, late]) {
      const prepared = await prepareSearch(network, read, streamed);
      const { train } = (await shareSearch(prepared, 1))!.activations as { readonly train: { readonly samples: MemoryArrays } };
      expect(train.samples).toEqual({ sampleShape: splits.train.source.sampleShape, x: splits.train.source.values });
      expect((train.samples.x as Float32Array).buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(await shareSearch({ ...prepared, settings: { ...prepared.settings, memory: 0.06 } }, 1)).toBeUndefined();
      prepared.dispose();
      expect(await discoverSubnetworks(network, read, { ...streamed, workers: pools[1]! })).toEqual(here);
    }
  });

  it('report every epoch once, for all tasks, and all steps', async () => {
    const heard: DiscoveryProgress[] = [];
    const onProgress = (progress: DiscoveryProgress) => heard.push(progress);
    const found = await discoverSubnetworks(setting.network, three(), { ...options, check: false, workers: pools[1]!, onProgress });
    const epochs = heard.flatMap(({ tasks }) => (tasks === undefined ? [] : [tasks]));
    expect(epochs).toEqual([0, 1].map((epoch) => found.map(({ history }) => history[epoch])));
    expect(heard.at(-1)).toMatchObject({ phase: 'read-out' });
  });

  it("search with an estimator of one's own in the calling thread", async () => {
    const own = { ...gumbelSigmoid(), name: 'mine' };
    const here = await discoverSubnetworks(setting.network, three(), { ...options, estimator: own });
    expect(await discoverSubnetworks(setting.network, three(), { ...options, estimator: own, workers: pools[1]! })).toEqual(here);
  });

  it('take along prices by layer', async () => {
    const alpha = { dense_16: 2e-2, dense_12: 1e-3 };
    const here = await discoverSubnetworks(setting.network, three(), { ...options, alpha });
    expect(await discoverSubnetworks(setting.network, three(), { ...options, alpha, workers: pools[1]! })).toEqual(here);
  });

  it('walk a path of prices, each task going on from its own', async () => {
    const path = { ...options, alphas: [1e-3, 2e-2], warmEpochs: 1 };
    Reflect.deleteProperty(path, 'alpha');
    const here = await alphaPath(setting.network, three(), path);
    expect(here.map(({ points }) => points.length)).toEqual([2, 2, 2]);
    expect(await alphaPath(setting.network, three(), { ...path, workers: pools[1]! })).toEqual(here);
  });

  it('re-estimate statistics under the masks that they find', async () => {
    const task = { ...setting.tasks[0], name: 'again' };
    const re = { ...options, epochs: 1, batchSize: 250, readOutEpochs: 1, normalization: 're-estimated' as const };
    const here = await discoverSubnetworks(chainNetwork(), [setting.tasks[0], task], re);
    expect(here[1]!.subnetwork!.normalization!.statistics.map(({ layer }) => layer)).toEqual(['n1', 'n2']);
    expect(await discoverSubnetworks(chainNetwork(), [setting.tasks[0], task], { ...re, workers: pools[1]! })).toEqual(here);
  });

  it.each(['mean', 'constant'] as const)('give dropped units their %s alike', async (dropped) => {
    const task = { ...setting.tasks[0], name: 'again' };
    const short = { ...options, epochs: 1, dropped };
    const here = await discoverSubnetworks(setting.network, [setting.tasks[0], task], short);
    expect(here[1]!.subnetwork!.dropped!.kind).toBe(dropped);
    expect(await discoverSubnetworks(setting.network, [setting.tasks[0], task], { ...short, workers: pools[1]! })).toEqual(here);
  });

  it('take along the parameters of an estimator', async () => {
    const estimator = hardConcrete({ gamma: -0.4, zeta: 1.3 });
    const here = await discoverSubnetworks(setting.network, three(), { ...options, estimator });
    expect(await discoverSubnetworks(setting.network, three(), { ...options, estimator, workers: pools[1]! })).toEqual(here);
  });

  it.each([
    { objective: completeness({ weight: 3, of: faithfulness() }), readOut: 'original-head' },
    { objective: classRemoval(), readOut: 'new-head' },
  ] as const)('take along the objective $objective.name and a $readOut', async (kind) => {
    const here = await discoverSubnetworks(setting.network, three(), { ...options, ...kind });
    expect(await discoverSubnetworks(setting.network, three(), { ...options, ...kind, workers: pools[1]! })).toEqual(here);
  });

  it('end when the signal is aborted, and go on with the next search', async () => {
    const controller = new AbortController();
    const endless = { ...options, epochs: 10_000, workers: pools[1]!, signal: controller.signal };
    const run = discoverSubnetworks(setting.network, three(), { ...endless, onProgress: () => controller.abort(new Error('enough')) });
    await expect(run).rejects.toThrow('enough');
    expect(await discoverSubnetworks(setting.network, three(), { ...options, workers: pools[1]! })).toHaveLength(3);
  });

  it('are at least one', () => {
    expect(() => createWorkerPool({ threads: 0 })).toThrow('createWorkerPool: threads is 0; expected a whole number of at least 1');
  });
});
