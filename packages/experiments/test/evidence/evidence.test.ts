import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ablateSubnetworks,
  discoverSubnetworks,
  evaluateNetwork,
  evaluateWholeNetwork,
  evaluateWithOriginalHead,
  fitSubnetworks,
  evaluateSubnetworks,
  type Evidence,
  type EvidenceOptions,
  gatherEvidence,
  type SearchOptions,
} from '@dum/experiments';
import { fingerprintNetwork, keepUnits } from '@dum/masks';
import { complement, createMaskSet, intersectMasks, keptUnits, type MaskSet, type Subnetwork } from '@dum/masks/mask-set';
import { randomlyInitialized } from '../../src/evidence/randomly-initialized.js';
import { sampleOfComplement } from '../../src/evidence/sample-of-complement.js';
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

  it('finds nothing in a mask without a unit', async () => {
    const [{ subnetwork, task }] = found as [(typeof found)[number]];
    const empty = { subnetwork: { ...subnetwork, masks: allOf(subnetwork.masks, 0) }, task };
    const [{ verdict, ...figures }] = (await gatherEvidence(setting.network, [empty], setting.data.test, { ...fitting, draws: 3 })) as [
      Evidence,
    ];
    expect(figures.found.metrics.balancedAccuracy).toBe(0.5);
    expect(verdict).toMatchObject({ sufficient: false, betterThanChance: false, necessary: false, stable: null });
    expect(verdict.text).toMatch(/^Not sufficient and not necessary: it keeps no unit\./);
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
