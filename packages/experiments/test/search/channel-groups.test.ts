import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BaselineName,
  baselineNames,
  discoverSubnetwork,
  discoverSubnetworks,
  evaluateNetwork,
  evaluateSubnetworks,
  findLiveUnits,
  randomControls,
  scoreUnits,
  unitResponses,
} from '@dum/experiments';
import { channelGroups, createMaskSet, extractSubnetwork, keepUnits, keptUnits, type MaskSet, type Subnetwork } from '@dum/masks';
import { readChain } from '../../src/masked/dense/read-chain.js';
import { createMaskedBody } from '../../src/masked/masked-body.js';
import { readChannelChain } from '../../src/masked/channels/read-channel-chain.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

const size = 4;
const granularity = channelGroups(size);
const quick = { epochs: 4, batchSize: 50, readOutEpochs: 2, alpha: 5e-3, initialKeepProbability: 0.6, check: false } as const;

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
let found: Subnetwork[];
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
  const results = await discoverSubnetworks(setting.network, setting.tasks, { ...quick, granularity });
  found = results.map(({ subnetwork }) => subnetwork!);
});

/** The masks of channels that do what masks of groups of them do. */
const byChannel = ({ network, layers }: MaskSet): MaskSet =>
  createMaskSet(
    network,
    layers.map(({ shape: [groups], kept, ...mask }) => ({
      ...mask,
      granularity: 'channel',
      shape: [groups! * size],
      kept: Array.from({ length: groups! * size }, (_, channel) => kept[Math.floor(channel / size)]!),
    })),
  );

describe('a search for groups of channels', () => {
  it('finds masks of them, which do what masks of their channels do', async () => {
    for (const subnetwork of found) {
      expect(subnetwork.masks.layers.map(({ shape, granularity: units }) => [shape, units])).toEqual([
        [[4], granularity],
        [[3], granularity],
      ]);
      const kept = keptUnits(subnetwork.masks);
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(7);
      const { splits, network } = setting;
      const same = { ...subnetwork, masks: byChannel(subnetwork.masks) };
      const [metrics] = await evaluateSubnetworks(network, [subnetwork], splits.validation);
      expect([metrics]).toEqual(await evaluateSubnetworks(network, [same], splits.validation));
      expect(metrics!.accuracy).toBeGreaterThan(0.8);
    }
  });

  it('leaves no tensor behind, and the network as it was', async () => {
    const { network, tasks } = setting;
    const tensors = memory().numTensors;
    const weights = network.getWeights().map((weight) => weight.dataSync().slice());
    await discoverSubnetwork(network, tasks[0], { ...quick, epochs: 1, granularity });
    expect(memory().numTensors).toBe(tensors);
    expect(network.getWeights().map((weight) => weight.dataSync())).toEqual(weights);
  });

  it('finds them within a budget of groups', async () => {
    const { subnetwork } = await discoverSubnetwork(setting.network, setting.tasks[0], { ...quick, granularity, budget: keepUnits(3) });
    expect(keptUnits(subnetwork!.masks)).toBeLessThanOrEqual(3);
  });

  it('gives subnetworks that answer the same once cut out', async () => {
    const { network, tasks } = setting;
    const [subnetwork] = found;
    const { network: small } = await extractSubnetwork(network, subnetwork!);
    const [masked] = await evaluateSubnetworks(network, [subnetwork!], setting.splits.validation);
    const alone = await evaluateNetwork(small, tasks[0].validation, tasks[0].classNames);
    expect([alone.accuracy, alone.confusion]).toEqual([masked!.accuracy, masked!.confusion]);
    small.dispose();
  });

  it('goes by no chain, which knows channels alone', async () => {
    const body = createMaskedBody(setting.network, { taskSeeds: [0], granularity });
    expect([await readChain(body), readChannelChain(body)]).toEqual([undefined, undefined]);
    body.dispose();
    const ofChannels = createMaskedBody(setting.network, { taskSeeds: [0] });
    expect(await readChain(ofChannels)).toHaveLength(1);
    ofChannels.dispose();
  });
});

describe('groups of channels', () => {
  it('are live where one of their channels is', async () => {
    const { network, splits } = setting;
    const [groups, channels] = [found[0]!.masks, byChannel(found[0]!.masks)].map((masks) => findLiveUnits(network, masks, splits.train));
    const expected = (await channels!).layers.map(({ kept }) =>
      Array.from({ length: kept.length / size }, (_, group) => Number(kept.subarray(group * size, (group + 1) * size).includes(1))),
    );
    expect((await groups!).layers.map(({ kept }) => [...kept])).toEqual(expected);
  });

  it('respond as the mean of their channels does', async () => {
    const { network, splits } = setting;
    const [subnetwork] = found;
    const same = { ...subnetwork!, masks: byChannel(subnetwork!.masks) };
    const [ofGroups, ofChannels] = await unitResponses(network, [subnetwork!, same], splits.validation, { units: 99 });
    for (const [at, { units }] of ofGroups!.layers.entries()) {
      expect(units.length).toBeGreaterThan(0);
      for (const { unit, meanByClass } of units) {
        const members = ofChannels!.layers[at]!.units.filter((each) => Math.floor(each.unit / size) === unit);
        expect(members).toHaveLength(size);
        meanByClass.forEach((mean, label) => {
          expect(mean).toBeCloseTo(members.reduce((sum, each) => sum + each.meanByClass[label]!, 0) / size, 4);
        });
      }
    }
  });

  it('have random controls of as many groups', async () => {
    const { network, data, tasks } = setting;
    const controls = await randomControls(network, [{ subnetwork: found[0]!, task: tasks[0] }], data.test, { draws: 1, readOutEpochs: 1 });
    expect(controls[0]).toBeDefined();
  });

  it.each<BaselineName>([...baselineNames])('are scored by %s', async (method) => {
    const { network, tasks } = setting;
    const [scores] = await scoreUnits(network, tasks, { method, batchSize: 200, granularity });
    expect(scores!.layers.map(({ shape, granularity: units, scores: all }) => [shape, units, all.length])).toEqual([
      [[4], granularity, 4],
      [[3], granularity, 3],
    ]);
    expect(scores!.layers.every(({ scores: all }) => Array.from(all).every(Number.isFinite))).toBe(true);
  });

  it('have the norm of all weights that form them, and the mean activation of their channels', async () => {
    const { network, tasks } = setting;
    const scoresOf = async (method: BaselineName, of: 'channel' | typeof granularity) =>
      Array.from((await scoreUnits(network, tasks, { method, batchSize: 200, granularity: of }))[0]!.layers[0]!.scores);
    const ratios = (values: readonly number[]) => Float32Array.from(values, (value) => value / values[0]!);
    const inGroups = (values: readonly number[], of: (group: readonly number[]) => number) =>
      Array.from({ length: values.length / size }, (_, group) => of(values.slice(group * size, (group + 1) * size)));
    const norms = inGroups(await scoresOf('weightMagnitude', 'channel'), (group) => Math.hypot(...group));
    expect(ratios(await scoresOf('weightMagnitude', granularity))).toBeAllclose(ratios(norms), 1e-4);
    const means = inGroups(await scoresOf('meanActivation', 'channel'), (group) => group.reduce((sum, value) => sum + value, 0));
    expect(ratios(await scoresOf('meanActivation', granularity))).toBeAllclose(ratios(means), 1e-4);
  });

  it('of a size that does not divide the channels are refused, with the layer, before anything is learned', async () => {
    const tried = discoverSubnetworks(setting.network, setting.tasks, { granularity: channelGroups(5) });
    await expect(tried).rejects.toThrow('layer "dense_16" has 16 channels, which groups of 5 don\'t divide');
  });
});
