import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ablateSubnetworks,
  balancedAccuracyInterval,
  discoverSubnetworks,
  evaluateNetwork,
  evaluateWholeNetwork,
  evaluateWithOriginalHead,
  fitSubnetworks,
  evaluateSubnetworks,
  type Evidence,
  type EvidenceOptions,
  gatherEvidence,
  meanInterval,
  type SearchOptions,
} from '@dum/experiments';
import { fingerprintNetwork, keepUnits } from '@dum/masks';
import { complement, createMaskSet, intersectMasks, keptUnits, type MaskSet, type Subnetwork } from '@dum/masks/mask-set';
import { fillLogisticNoise, noiseKey } from '@dum/masks/noise';
import { againstChance } from '../../src/evidence/against-chance.js';
import { randomlyInitialized } from '../../src/evidence/randomly-initialized.js';
import { sampleOfComplement } from '../../src/evidence/sample-of-complement.js';
import { verdictOn } from '../../src/evidence/verdict.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
let found: { subnetwork: Subnetwork; task: (typeof setting)['tasks'][number] }[];
const search: SearchOptions = { epochs: 4, batchSize: 50, learningRate: 0.1, readOutEpochs: 2, budget: keepUnits(8) };
const fitting = { readOutEpochs: 2, batchSize: 50 };

beforeAll(async () => {
  setting = await trainedOnTwoTasks();
  const results = await discoverSubnetworks(setting.network, setting.tasks, search);
  found = results.map(({ subnetwork }, index) => ({ subnetwork: subnetwork!, task: setting.tasks[index]! }));
});

describe('gatherEvidence', () => {
  let evidence: Evidence[];
  beforeAll(async () => {
    const { network, data } = setting;
    evidence = await gatherEvidence(network, found, data.test, { ...fitting, draws: 19, classNames: data.classNames, search });
  });

  it('sets each figure beside what it is to be compared with', async () => {
    const { network, data, tasks } = setting;
    const subnetworks = found.map(({ subnetwork }) => subnetwork);
    const own = await evaluateSubnetworks(network, subnetworks, data.test);
    const complements = await fitSubnetworks(
      network,
      tasks,
      subnetworks.map(({ masks }) => complement(masks)),
      fitting,
    );
    const ofComplement = await evaluateSubnetworks(network, complements, data.test);
    for (const [index, each] of evidence.entries()) {
      expect(each.task).toBe(tasks[index]!.name);
      expect(each.found.metrics).toEqual(own[index]);
      expect(each.complement.metrics).toEqual(ofComplement[index]);
      expect(each.random.drawn).toHaveLength(19);
      expect(each.random.drawn).toEqual(each.random.drawn.toSorted((a, b) => a - b));
      expect(each.allUnits.metrics.balancedAccuracy).toBeGreaterThan(0.9);
      expect(each.randomNetwork!.keptUnits).toBe(8);
      expect(each.overlaps).toHaveLength(2);
      expect(each.recallLost).toHaveLength(4);
      expect(each.verdict.text).toMatch(
        /^(Sufficient|Not sufficient): .* (Better|Not better) than chance: .* (Necessary|Not necessary): .* (Stable|Not stable): /,
      );
    }
  });

  it('repeats to the bit, leaks nothing and leaves the network as it was', async () => {
    const { network, data } = setting;
    const before = { tensors: memory().numTensors, fingerprint: await fingerprintNetwork(network) };
    expect(await gatherEvidence(network, found, data.test, { ...fitting, draws: 19, classNames: data.classNames, search })).toEqual(
      evidence,
    );
    expect({ tensors: memory().numTensors, fingerprint: await fingerprintNetwork(network) }).toEqual(before);
  });

  it('is the same one subnetwork after another, and reports each', async () => {
    const { network, data } = setting;
    const reported: string[][] = [];
    const oneByOne = await gatherEvidence(network, found, data.test, {
      ...fitting,
      ...{ draws: 19, classNames: data.classNames, search, atOnce: 1 },
      onEvidence: (done) => void reported.push(done.map(({ task }) => task)),
    });
    expect(oneByOne).toEqual(evidence);
    expect(reported).toEqual(found.map(({ task }) => [task.name]));
  });

  it('leaves out what needs class names or a search where there are none', async () => {
    const [first] = await gatherEvidence(setting.network, found.slice(0, 1), setting.data.test, { ...fitting, draws: 3 });
    expect(first).toMatchObject({ originalHead: undefined, recallLost: undefined, randomNetwork: undefined, overlaps: [] });
    expect(first!.verdict.stable).toBeNull();
    expect(first!.verdict.text).not.toContain('table');
    expect(await gatherEvidence(setting.network, [], setting.data.test)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ draws: 0 }, 'gatherEvidence: draws is 0; expected a whole number of at least 1'],
    [{ draw: 5 }, 'gatherEvidence: no option is called "draw"; did you mean "draws"?'],
  ])('refuses %o', async (options, message) => {
    await expect(gatherEvidence(setting.network, found, setting.data.test, options as EvidenceOptions)).rejects.toThrow(message);
  });
});

const allOf = ({ layers, network }: MaskSet, bit: number) =>
  createMaskSet(
    network,
    layers.map((layer) => ({ ...layer, kept: layer.kept.map(() => bit) })),
  );

describe("the network's own head", () => {
  it('reads a mask that keeps all as the whole network, and one without a unit as a constant', async () => {
    const { network, data } = setting;
    const [first] = found;
    const withMasks = (bit: number) => ({ ...first!.subnetwork, masks: allOf(first!.subnetwork.masks, bit) });
    const [all, none] = await evaluateWithOriginalHead(network, [withMasks(1), withMasks(0)], data.test);
    expect(all).toEqual((await evaluateWholeNetwork(network, [first!.task], data.test))[0]);
    expect(none!.balancedAccuracy).toBe(0.5);
  });

  it('loses nothing without an empty subnetwork, and all but one class without everything', async () => {
    const { network, data } = setting;
    const { masks, task } = found[0]!.subnetwork;
    const subnetworks = [0, 1].map((bit) => ({ task, masks: allOf(masks, bit) }));
    const { whole, without, recallLost } = await ablateSubnetworks(network, subnetworks, data.test, data.classNames);
    expect(whole).toEqual(await evaluateNetwork(network, data.test, data.classNames));
    expect(without[0]).toEqual(whole);
    expect(recallLost[0]).toEqual([0, 0, 0, 0]);
    expect(without[1]!.balancedAccuracy).toBe(0.25);
    recallLost[1]!.forEach((loss, index) => {
      const recall = whole.confusion[index]![index]! / whole.confusion[index]!.reduce((sum, n) => sum + n, 0);
      expect([recall, recall - 1]).toContainEqual(loss);
    });
  });
});

it('a sample of the complement has as many units a layer, or all that are left, none of them of the subnetwork', () => {
  const kept = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(kept, kept, fc.nat(), (first, second, seed) => {
      const masks = createMaskSet('0'.repeat(64), [
        { layer: 'first', shape: [6], kept: first },
        { layer: 'second', shape: [6], kept: second },
      ]);
      const sample = sampleOfComplement({ task: 'a', masks }, seed);
      expect(keptUnits(intersectMasks(sample, masks))).toBe(0);
      for (const layer of ['first', 'second']) {
        expect(keptUnits(sample, layer)).toBe(Math.min(keptUnits(masks, layer), 6 - keptUnits(masks, layer)));
      }
    }),
  );
});

it('a randomly initialized network has the layers of another, and weights by seed alone', async () => {
  const { network } = setting;
  const [first, again, other] = [1, 1, 2].map((seed) => randomlyInitialized(network, seed));
  expect(await fingerprintNetwork(first!)).toBe(await fingerprintNetwork(again!));
  expect(await fingerprintNetwork(first!)).not.toBe(await fingerprintNetwork(other!));
  expect(first!.countParams()).toBe(network.countParams());
  const [kernel, bias] = first!.getLayer('dense_16').getWeights();
  expect(Math.max(...kernel!.dataSync().map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 16));
  expect(bias!.dataSync()).toEqual(new Float32Array(16));
});

describe('intervals', () => {
  it('of a balanced accuracy are those of the normal approximation, for many samples', () => {
    const { low, high } = balancedAccuracyInterval({
      confusion: [
        [1800, 200],
        [150, 850],
      ],
    });
    const deviation = Math.sqrt((0.9 * 0.1) / 2000 + (0.85 * 0.15) / 1000) / 2;
    expect(low).toBeCloseTo(0.875 - 1.96 * deviation, 2.5);
    expect(high).toBeCloseTo(0.875 + 1.96 * deviation, 2.5);
  });

  it('cover the true mean about 95 % of the time', () => {
    const hits = Array.from({ length: 200 }, (_, seed) => {
      const values = new Float32Array(40);
      fillLogisticNoise(values, noiseKey(seed));
      const { low, high } = meanInterval([...values], { resamples: 400, seed });
      return low <= 0 && high >= 0;
    }).filter(Boolean).length;
    expect(hits).toBeGreaterThan(170);
    expect(hits).toBeLessThan(200);
  });

  it('are the value itself where there is no other', () => {
    expect(meanInterval([3, 3, 3])).toEqual({ low: 3, high: 3 });
    expect(() => meanInterval([1], { confidence: 1 })).toThrow(
      'meanInterval: confidence is 1; expected a finite number above 0 and below 1',
    );
  });
});

it('chance is judged by rank, with the figure itself as one draw', () => {
  expect(againstChance(0.9, [0.7, 0.5, 0.95])).toEqual({
    drawn: [0.5, 0.7, 0.95],
    mean: expect.closeTo(2.15 / 3) as number,
    percentile: 2 / 3,
    p: 0.5,
  });
  expect(againstChance(0.9, new Array<number>(99).fill(0.5)).p).toBe(0.01);
});

describe('a verdict', () => {
  const figures = {
    found: 0.977,
    interval: { low: 0.97, high: 0.983 },
    wholeNetwork: 0.989,
    chance: againstChance(0.977, new Array<number>(99).fill(0.868)),
    complement: 0.988,
    complementInterval: { low: 0.984, high: 0.991 },
    overlaps: [0.5, 0.3],
  };

  it('states both that a subnetwork beats chance and that the network can do without it', () => {
    expect(verdictOn(figures)).toEqual({
      sufficient: true,
      betterThanChance: true,
      necessary: false,
      stable: true,
      text: 'Sufficient: 97.7 % where a linear probe on all units gets 98.9 %. Better than chance: random masks of its sizes get 86.8 %, p = 0.01. Not necessary: the complement gets 98.8 %. Stable: masks of other seeds share 0.40 with it, on a scale where 0 is chance and 1 the same units.',
    });
  });

  it.each([
    ['sufficient', { found: 0.96 }, false],
    ['betterThanChance', { chance: againstChance(0.977, [0.9, 0.98]) }, false],
    ['necessary', { complement: 0.9, complementInterval: { low: 0.88, high: 0.92 } }, true],
    ['stable', { overlaps: [0.1, 0.2] }, false],
  ] as const)('turns where %s does', (rule, changed, expected) => {
    expect(verdictOn({ ...figures, ...changed })[rule]).toBe(expected);
  });
});
