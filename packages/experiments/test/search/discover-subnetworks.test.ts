import { memory } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  discoverSubnetwork,
  discoverSubnetworks,
  type DiscoveryOptions,
  type DiscoveryProgress,
  evaluateSubnetworks,
} from '@dum/experiments';
import { group, splitTrainValidation, twoTasks } from '@dum/datasets';
import { expectedUnits, fingerprintNetwork } from '@dum/masks';
import { keptUnits } from '@dum/masks/mask-set';
import { plantedNetwork } from '../_planted.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

const quick = { epochs: 2, batchSize: 100, learningRate: 0.1, alpha: 5e-3 };

describe('discoverSubnetworks', () => {
  it('finds the units planted for each task, and none of the other task', async () => {
    const { splits, tasks } = setting;
    expect(splits.train.sampleShape).toEqual([16]);
    const found = await discoverSubnetworks(plantedNetwork(16, 24), tasks, { epochs: 12, batchSize: 50, alpha: 1e-2 });
    found.forEach(({ subnetwork }, task) => {
      const kept = [...subnetwork!.masks.layers[0]!.kept];
      const [left, right] = [kept.slice(0, 12), kept.slice(12)].map((half) => half.reduce((sum, bit) => sum + bit, 0));
      expect(task === 0 ? right : left).toBe(0);
      expect(task === 0 ? left : right).toBeGreaterThan(0);
    });
  });

  it.each([1, 2])('gives a task the same logits whichever tasks ride along, with %d samples a step', async (samples) => {
    const { network, tasks } = setting;
    const options = { epochs: 2, batchSize: 100, seed: 4, samples };
    const [together] = await discoverSubnetworks(network, tasks, options);
    const [, last] = await discoverSubnetworks(network, [tasks[1], tasks[0]], options);
    const alone = await discoverSubnetwork(network, tasks[0], options);
    expect(alone.history).toHaveLength(2);
    for (const other of [together, last]) {
      other!.logits!.forEach((logits, layer) => {
        expect(logits).toBeAllclose(alone.logits![layer]!, 1e-4);
      });
    }
  });

  it('repeats to the bit for a seed, differs by seed, and leaks nothing', async () => {
    const { network, tasks } = setting;
    const run = (seed: number) => discoverSubnetworks(network, tasks, { ...quick, seed });
    const first = await run(1);
    const before = memory().numTensors;
    expect(await run(1)).toEqual(first);
    expect((await run(2)).map(({ logits }) => logits)).not.toEqual(first.map(({ logits }) => logits));
    expect(memory().numTensors).toBe(before);
  });

  it('leaves the network untouched to the bit, and names it in the masks', async () => {
    const { network, tasks } = setting;
    const before = await fingerprintNetwork(network);
    const trainable = network.trainableWeights.length;
    const [found] = await discoverSubnetworks(network, tasks, quick);
    expect(await fingerprintNetwork(network)).toBe(before);
    expect(network.trainableWeights).toHaveLength(trainable);
    expect(found!.subnetwork!.masks.network).toBe(before);
  });

  it('ends a diverged task within the epoch, without a mask, and leaves the others as they are alone', async () => {
    const { network, tasks } = setting;
    const doomed = { ...tasks[0], classWeights: [3e38, 3e38] };
    const [first, second] = await discoverSubnetworks(network, [doomed, tasks[1]], quick);
    expect(first).toMatchObject({ status: 'diverged', epoch: 1 });
    expect(first).not.toHaveProperty('subnetwork');
    expect(first!.history[0]).toMatchObject({ validationAccuracy: null, keptUnits: null });
    const alone = await discoverSubnetwork(network, tasks[1], quick);
    expect(second!.subnetwork!.masks).toEqual(alone.subnetwork!.masks);
  });

  it('reports every task as diverged at an absurd learning rate, in the first epoch', async () => {
    const { network, tasks } = setting;
    const found = await discoverSubnetworks(network, tasks, { ...quick, learningRate: 1e30, headLearningRate: 1e30 });
    expect(found.map(({ status, epoch }) => [status, epoch])).toEqual([
      ['diverged', 1],
      ['diverged', 1],
    ]);
  });

  it('is collapsed at a huge price and full at none, with metrics defined', async () => {
    const { network, tasks, data } = setting;
    const [collapsed] = await discoverSubnetworks(network, tasks, { ...quick, alpha: 1e30, initialKeepProbability: 0.12 });
    expect(collapsed!.status).toBe('collapsed');
    expect(keptUnits(collapsed!.subnetwork!.masks)).toBe(0);
    const [metrics] = await evaluateSubnetworks(network, [collapsed!.subnetwork!], data.test);
    expect(metrics!.balancedAccuracy).toBe(0.5);
    const [full] = await discoverSubnetworks(network, tasks, { ...quick, alpha: 0, initialKeepProbability: 1 - 1e-6, learningRate: 1e-6 });
    expect(full!.status).toBe('full');
  });

  it('reports every epoch, steps between, and the read-out', async () => {
    const { network, tasks } = setting;
    const heard: DiscoveryProgress[] = [];
    const [found] = await discoverSubnetworks(network, [tasks[0]], {
      ...quick,
      batchSize: 20,
      onProgress: (progress) => heard.push(progress),
    });
    const epochs = heard.filter(({ tasks: records }) => records !== undefined);
    expect(epochs.map(({ tasks: records }) => records![0])).toEqual(found!.history);
    expect(heard.filter(({ phase }) => phase === 'masks').at(-1)).toMatchObject({ epoch: 2, epochs: 2, step: 100, steps: 100 });
    expect(heard.at(-1)).toMatchObject({ phase: 'read-out', step: 200, steps: 200 });
  });

  it('stops when its signal is aborted', async () => {
    const { network, tasks } = setting;
    const controller = new AbortController();
    const run = discoverSubnetworks(network, tasks, {
      ...quick,
      epochs: 1000,
      onProgress: () => {
        controller.abort(new Error('enough'));
      },
      signal: controller.signal,
    });
    await expect(run).rejects.toThrow('enough');
  });

  it('leaks nothing when it is stopped while read-outs are fitted, nor when there is no head to remove', async () => {
    const { network, tasks } = setting;
    const before = memory().numTensors;
    const controller = new AbortController();
    const stopAtReadOut = ({ phase }: DiscoveryProgress) => {
      if (phase === 'read-out') controller.abort(new Error('enough'));
    };
    const stopped = { ...quick, batchSize: 20, onProgress: stopAtReadOut, signal: controller.signal };
    await expect(discoverSubnetworks(network, tasks, stopped)).rejects.toThrow('enough');
    const bodiless = sequential({
      layers: [layers.dense({ units: 8, inputShape: [16] }), layers.dense({ units: 4 }), layers.batchNormalization()],
    });
    const held = memory().numTensors;
    await expect(discoverSubnetworks(bodiless, tasks, quick)).rejects.toThrow('BatchNormalization');
    expect(memory().numTensors).toBe(held);
    bodiless.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    [{ alpha: -1 }, 'alpha is -1; expected a finite number of at least 0'],
    [{ alpha: Number.NaN }, 'alpha is NaN'],
    [{ epochs: 0 }, 'epochs is 0; expected a whole number of at least 1'],
    [{ temperature: { start: 1, end: 0 } }, 'temperature: end is 0'],
    [{ initialKeepProbability: 1 }, 'initialKeepProbability is 1'],
    [
      { penalty: expectedUnits } as unknown as DiscoveryOptions,
      'penalty is a function; expected a penalty such as expectedUnits(); alpha is said beside it',
    ],
    [{ estimator: 'gumbelSigmoid' } as unknown as DiscoveryOptions, 'expected an estimator such as gumbelSigmoid()'],
    [{ temperature: 1 } as unknown as DiscoveryOptions, 'temperature is 1; expected where it starts and ends'],
    [{ layers: 'dense_15' }, 'no layer matches "dense_15"; this network has dense_16, dense_12, head. Did you mean "dense_16"?'],
    [{ Alpha: 1 } as DiscoveryOptions, 'no option is called "Alpha"; did you mean "alpha"?'],
  ] as [DiscoveryOptions, string][])('refuses %o before any training', async (options, message) => {
    const { network, tasks } = setting;
    await expect(discoverSubnetworks(network, tasks, options)).rejects.toThrow(message);
  });

  it('refuses no tasks, two of one name, and tasks of different samples', async () => {
    const { network, tasks } = setting;
    const other = twoTasks({ seed: 4, train: 1200, test: 1 });
    const parts = { ...splitTrainValidation(other.train, { validation: 200, seed: 1 }), classNames: other.classNames };
    const strange = group(parts, { name: 'b1', classes: ['a0b1', 'a1b1'] });
    await expect(discoverSubnetworks(network, [])).rejects.toThrow('no task was given');
    await expect(discoverSubnetworks(network, [tasks[0], tasks[0]])).rejects.toThrow('two tasks are called "a1"');
    await expect(discoverSubnetworks(network, [tasks[0], strange])).rejects.toThrow('"a1" and "b1" have different samples');
  });
});
