import '../_cpu.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { group, type Task } from '@dum/datasets';
import {
  convNet,
  discoverSubnetworks,
  evaluateNetwork,
  evaluateSubnetworks,
  findLiveUnits,
  fitSubnetworks,
  mlp,
  scoreUnits,
  subnetworksOf,
  trainNetwork,
  unitResponses,
} from '@dum/experiments';
import { type Asked, lateSplit } from '../_on-demand.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
let late: { readonly tasks: readonly Task[]; readonly asked: Asked };

const networks: Record<string, () => LayersModel> = {
  'a chain of dense layers': () => mlp({ inputs: 16, hidden: [9, 7], classes: 4, seed: 5 }),
  convolutions: () => convNet({ inputShape: [4, 4, 1], filters: [3], classes: 4, seed: 5 }),
};

const quick = { epochs: 2, batchSize: 100, learningRate: 0.1, alpha: 5e-3, headLearningRate: 0.05, seed: 4 };

beforeAll(async () => {
  setting = await trainedOnTwoTasks();
  const asked = { most: 0, underWay: 0, mostUnderWay: 0 };
  const { splits, data, tasks } = setting;
  const parts = {
    train: lateSplit(splits.train, 4, asked),
    validation: lateSplit(splits.validation, 4, asked),
    classNames: data.classNames,
  };
  late = { asked, tasks: tasks.map(({ name }) => group(parts, { name, classes: data.classNames.filter((each) => each.includes(name)) })) };
});

describe('samples that are read on demand', () => {
  it.each(Object.keys(networks))('train %s to the same bits', async (name) => {
    const { data, splits } = setting;
    const [expected, network] = [networks[name]!(), networks[name]!()];
    const options = { epochs: 2, batchSize: 100, inputDropout: 0.2 };
    const records = await trainNetwork(expected, { ...data, ...splits }, options);
    const [train, validation] = [lateSplit(splits.train, 4), lateSplit(splits.validation, 4)];
    expect(await trainNetwork(network, { ...data, train, validation }, options)).toEqual(records);
    network.getWeights().forEach((weight, at) => {
      expect(weight.dataSync()).toEqual(expected.getWeights()[at]!.dataSync());
    });
  });

  it.each(
    Object.keys(networks).flatMap((name) =>
      [512, 0].flatMap((memory) => [
        { name, memory, inputs: undefined },
        { name, memory, inputs: 'channel' as const },
      ]),
    ),
  )('are searched to the same bits: $name, $memory megabytes, masks on inputs: $inputs', async ({ name, memory, inputs }) => {
    const network = networks[name]!();
    const options = { ...quick, memory, ...(inputs === undefined ? {} : { inputs }) };
    const expected = await discoverSubnetworks(network, setting.tasks, options);
    expect(await discoverSubnetworks(network, late.tasks, options)).toEqual(expected);
  });

  it('are measured, scored and answered as those in memory, in reads of no more than a chunk', async () => {
    const { network, tasks, data, splits } = setting;
    const found = subnetworksOf(await discoverSubnetworks(network, tasks, quick));
    const [test, validation] = [lateSplit(data.test, 4, late.asked), lateSplit(splits.validation, 4, late.asked)];
    expect(await evaluateNetwork(network, test, data.classNames)).toEqual(await evaluateNetwork(network, data.test, data.classNames));
    expect(await evaluateSubnetworks(network, found, test)).toEqual(await evaluateSubnetworks(network, found, data.test));
    expect(await unitResponses(network, found, validation)).toEqual(await unitResponses(network, found, splits.validation));
    const { masks } = found[0]!;
    expect(await findLiveUnits(network, masks, test)).toEqual(await findLiveUnits(network, masks, data.test));
    for (const method of ['taylor', 'meanActivation'] as const)
      expect(await scoreUnits(network, late.tasks, { method, memory: 0 })).toEqual(await scoreUnits(network, tasks, { method, memory: 0 }));
    const sets = found.map((each) => each.masks);
    expect(await fitSubnetworks(network, late.tasks, sets)).toEqual(await fitSubnetworks(network, tasks, sets));
    expect(late.asked.most).toBeLessThanOrEqual(1000);
    expect([late.asked.mostUnderWay, late.asked.underWay]).toEqual([3, 0]);
  });

  it('may be those of one task and of another source with the same identity', async () => {
    const { network, tasks } = setting;
    const options = { ...quick, epochs: 1 };
    const expected = await discoverSubnetworks(network, tasks, options);
    expect(await discoverSubnetworks(network, [tasks[0], late.tasks[1]!], options)).toEqual(expected);
  });
});
