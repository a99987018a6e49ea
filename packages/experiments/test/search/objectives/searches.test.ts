import { memory, randomUniform, softmax, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSplit, oneVsRest, relabel } from '@dum/datasets';
import {
  ablateSubnetworks,
  classificationMetrics,
  classRemoval,
  completeness,
  convNet,
  crossEntropy,
  type SearchResult,
  discoverSubnetworks,
  type DiscoveryOptions,
  evaluateNetwork,
  evaluateSubnetworks,
  evaluateWholeNetwork,
  faithfulness,
  fitSubnetworks,
  gatherEvidence,
  networkOutputs,
  type Objective,
  plantModules,
  randomControls,
  subnetworkOutputs,
} from '@dum/experiments';
import { extractSubnetwork, keepUnits } from '@dum/masks';
import { complement, keptUnits, subnetworksFromJson, subnetworksToJson } from '@dum/masks/mask-set';
import { withMasks } from '../../../src/masked/with-masks.js';
import { trainedOnTwoTasks } from '../../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

const quick: DiscoveryOptions = { epochs: 2, batchSize: 100, learningRate: 0.2, readOutEpochs: 1, initialKeepProbability: 0.5 };
const kinds = [
  { objective: crossEntropy(), readOut: 'original-head' },
  { objective: faithfulness(), readOut: 'new-head' },
  { objective: faithfulness(), readOut: 'original-head' },
  { objective: completeness(), readOut: 'new-head' },
  { objective: completeness({ weight: 2, of: faithfulness() }), readOut: 'original-head' },
  { objective: classRemoval(), readOut: 'new-head' },
] as const;

const bitsOf = ({ subnetwork, logits, history }: SearchResult) => ({ subnetwork, logits, history });

describe.each(kinds)('a search for $objective.name through a $readOut', (kind) => {
  const options = { ...quick, ...kind };

  it('repeats to the bit, records its formula, leaks nothing, and does not depend on other tasks or on memory', async () => {
    const { network, tasks } = setting;
    const [together] = await discoverSubnetworks(network, tasks, options);
    const before = memory().numTensors;
    const [alone] = await discoverSubnetworks(network, [tasks[0]], options);
    expect(memory().numTensors).toBe(before);
    expect(bitsOf(alone!)).toEqual(bitsOf(together!));
    const [streamed] = await discoverSubnetworks(network, [tasks[0]], { ...options, memory: 0 });
    expect(bitsOf(streamed!)).toEqual(bitsOf(alone!));
    const { penalty, readOut } = alone!.subnetwork!;
    expect(readOut.kind).toBe(kind.readOut);
    expect(penalty).toBe(kind.objective === crossEntropy() ? '0.001·Σσ(l)' : `${kind.objective.formula} + 0.001·Σσ(l)`);
    for (const { loss, validationLoss, validationAccuracy } of alone!.history) {
      expect(loss).toBeGreaterThan(0);
      expect(validationLoss).toBeGreaterThan(0);
      expect(validationAccuracy).toBeGreaterThan(0.3);
    }
  });

  it('keeps a budget', async () => {
    const { network, tasks } = setting;
    const found = await discoverSubnetworks(network, tasks, { ...options, budget: keepUnits(9) });
    for (const { subnetwork } of found) {
      expect(keptUnits(subnetwork!.masks)).toBe(9);
      expect(subnetwork!.penalty).toMatch(/, at most 9 units$/);
    }
  });
});

describe('a subnetwork read through the own head', () => {
  const search = async () => {
    const { network, tasks } = setting;
    const found = await discoverSubnetworks(network, tasks, { ...quick, epochs: 4, readOut: 'original-head' });
    return found.map(({ subnetwork }) => subnetwork!);
  };

  it('answers with the summed probabilities of the masked network', async () => {
    const { network, data } = setting;
    const subnetworks = await search();
    const logits = await subnetworkOutputs(network, subnetworks, data.test);
    for (const [at, { masks, classOf }] of subnetworks.entries()) {
      const [p] = (await withMasks(network, { masks }, (masked) => networkOutputs(masked, data.test))) as [Float32Array];
      const expected = Array.from({ length: data.test.count }, (_, row) => {
        const own = classOf.reduce((sum, label, c) => sum + (label === 1 ? p[4 * row + c]! : 0), 0);
        return [1 - own, own];
      });
      expect(softmax(tensor2d(logits[at]!, [data.test.count, 2]))).toBeAllclose(tensor2d(expected), 1e-4);
      const y = relabel(data.test, classOf).y;
      const [metrics] = await evaluateSubnetworks(network, [subnetworks[at]!], data.test);
      expect(metrics!.accuracy).toBe(classificationMetrics(Float32Array.from(expected.flat()), y, ['rest', 'class']).accuracy);
      expect(metrics!.balancedAccuracy).toBeGreaterThan(0.9);
    }
  });

  it('is written and read, extracted with the head it has, and compared with random masks read likewise', async () => {
    const { network, tasks, data } = setting;
    const [subnetwork] = await search();
    const text = subnetworksToJson([subnetwork!]);
    expect(text).toContain('"readOut":{"kind":"original-head","classNames":["rest","a1"]}');
    expect(subnetworksFromJson(text, { name: 'masks.json' })).toEqual([subnetwork]);
    const { network: extracted, certificate } = await extractSubnetwork(network, subnetwork!);
    expect(certificate.outputs.difference).toBeLessThan(1e-5);
    const { classOf, readOut } = subnetwork!;
    const [cut] = await evaluateWholeNetwork(extracted, [{ classNames: readOut.classNames, classOf }], data.test, { summed: true });
    const [masked] = await evaluateSubnetworks(network, [subnetwork!], data.test);
    expect(cut!.confusion).toEqual(masked!.confusion);
    expect(cut!.rocAuc).toBeCloseTo(masked!.rocAuc, 5);
    const [draws] = await randomControls(network, [{ subnetwork: subnetwork!, task: tasks[0] }], data.test, { draws: 2, readOutEpochs: 1 });
    const [other] = await randomControls(network, [{ subnetwork: subnetwork!, task: tasks[0] }], data.test, { draws: 2, readOutEpochs: 3 });
    expect(draws!.map(({ accuracy }) => accuracy)).toEqual(other!.map(({ accuracy }) => accuracy));
    await expect(gatherEvidence(network, [{ subnetwork: subnetwork!, task: tasks[0] }], data.test)).rejects.toThrow(
      /fit a linear probe to its masks first, with fitSubnetworks$/,
    );
  });

  it('is found in convolutions too', async () => {
    const { tasks, data } = setting;
    const network = convNet({ inputShape: [4, 4, 1], filters: [4, 4], classes: 4, seed: 3 });
    const found = await discoverSubnetworks(network, tasks, { ...quick, objective: classRemoval(), readOut: 'original-head' });
    const metrics = await evaluateSubnetworks(
      network,
      found.map(({ subnetwork }) => subnetwork!),
      data.test,
    );
    expect(metrics).toHaveLength(2);
  });
});

describe('planted modules that are there twice', () => {
  it('are kept once for the labels, and twice where the complement is not to do the task', async () => {
    const plant = await plantModules({ seed: 3, own: [4, 3], copies: 2, correlation: 0, samples: 3000 });
    const { network, tasks, data, planted } = plant;
    expect((await evaluateNetwork(network, data.validation, data.classNames)).accuracy).toBe(1);
    const find = async (objective: Objective, alpha: number) => {
      const found = await discoverSubnetworks(network, tasks, {
        layers: ['second'],
        objective,
        alpha,
        epochs: 12,
        batchSize: 100,
        learningRate: 0.1,
        headLearningRate: 0.05,
        initialKeepProbability: 0.2,
      });
      const masks = found.map(({ subnetwork }) => subnetwork!.masks);
      const complements = await fitSubnetworks(network, tasks, masks.map(complement), { readOutEpochs: 20, batchSize: 100 });
      const metrics = await evaluateSubnetworks(network, complements, data.validation);
      return {
        copies: masks.map(({ layers: [layer] }) => [layer!.kept.slice(0, 6), layer!.kept.slice(6)] as const),
        ofComplement: metrics.map(({ balancedAccuracy }) => balancedAccuracy),
      };
    };
    const labels = await find(crossEntropy(), 0.06);
    for (const [first, second] of labels.copies) {
      expect(first.some((bit, unit) => bit + second[unit]! > 0)).toBe(true);
      expect(first.every((bit, unit) => bit + second[unit]! < 2)).toBe(true);
    }
    const complete = await find(completeness({ weight: 10 }), 0.02);
    for (const [first, second] of complete.copies) expect(first).toEqual(second);
    expect([...complete.copies[1]![0], ...complete.copies[1]![1]]).toEqual([...planted[1].layers[1]!.kept]);
    for (const balanced of labels.ofComplement) expect(balanced).toBeGreaterThan(0.9);
    expect(complete.ofComplement[1]).toBeLessThan(0.6);
    expect(complete.ofComplement[0]).toBeLessThan(labels.ofComplement[0]! - 0.05);
  });
});

describe('units that each stand for a class', () => {
  /** Each class has two inputs of its own, a unit on each of them, and their sum as its logit. */
  const classes = ['0', '1', '2', '3'];
  const network = sequential({
    layers: [
      layers.dense({ units: 8, inputShape: [8], activation: 'relu', name: 'hidden', kernelInitializer: 'identity' }),
      layers.dense({ units: 4, activation: 'softmax', name: 'head' }),
    ],
  });
  const kernel = Array.from({ length: 8 }, (_, unit) => classes.map((_, label) => (Math.floor(unit / 2) === label ? 8 : 0)));
  network.getLayer('head').setWeights([tensor2d(kernel), tensor1d([0, 0, 0, 0])]);
  const splitOf = <R extends 'train' | 'validation'>(role: R, count: number) => {
    const noise = randomUniform([count * 8], 0, 1, 'float32', count).dataSync();
    const y = Uint8Array.from({ length: count }, (_, sample) => sample % 4);
    const x = Float32Array.from(noise, (value, at) => (Math.floor((at % 8) / 2) === y[Math.floor(at / 8)]! ? 1 + value / 4 : value / 2));
    return createSplit(role, { x, y, sampleShape: [8], classCount: 4 });
  };
  const data = { train: splitOf('train', 800), validation: splitOf('validation', 200), classNames: classes };

  it('go with it, all of them and no others, and every other class is answered as before', async () => {
    const tasks = oneVsRest(data);
    const found = await discoverSubnetworks(network, tasks, { ...quick, epochs: 6, objective: classRemoval(), alpha: 1e-3 });
    const masks = found.map(({ subnetwork }) => [...subnetwork!.masks.layers[0]!.kept]);
    expect(masks).toEqual(classes.map((_, label) => Array.from({ length: 8 }, (_, unit) => Number(Math.floor(unit / 2) === label))));
    const removed = found.map(({ subnetwork }) => subnetwork!);
    const { whole, without } = await ablateSubnetworks(network, removed, data.validation, classes);
    expect(whole.accuracy).toBe(1);
    without.forEach(({ confusion }, gone) => {
      confusion.forEach((row, label) => {
        if (label === gone) expect(row[label]).toBe(0);
        else expect(row[label]).toBe(50);
      });
    });
    expect(found.map(({ history }) => history.at(-1)!.validationAccuracy)).toEqual([1, 1, 1, 1]);
  });
});
