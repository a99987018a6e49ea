import { memory, tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import {
  ablateSubnetworks,
  alphaPath,
  completeness,
  discoverSubnetworks,
  type DiscoveryOptions,
  evaluateNetwork,
  evaluateSubnetworks,
  evaluateWithOriginalHead,
  fitSubnetworks,
  gatherEvidence,
  measureFrontier,
  networkOutputs,
  randomControls,
  selectSubnetworks,
  subnetworkOutputs,
} from '@dum/experiments';
import {
  channelGroups,
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  insertMasksLike,
  keepUnits,
  removeHead,
  writeConstants,
  writeMasks,
} from '@dum/masks';
import {
  complement,
  createMaskSet,
  type MaskSet,
  type NewHead,
  type Subnetwork,
  subnetworksFromJson,
  subnetworksToJson,
} from '@dum/masks/mask-set';
import { model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chainNetwork, denseNetwork, residualNetwork } from '../_normalized-networks.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

const data = twoTasks({ seed: 3, train: 400, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const tasks: Task[] = [
  group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];
const x = tensor(data.test.source.values!, [data.test.count, 4, 4, 1]);
const fitting = { readOutEpochs: 1, batchSize: 50 };
const quick: DiscoveryOptions = { ...fitting, epochs: 2, alpha: 1e-3, initialKeepProbability: 0.7 };
const kinds = ['mean', 'constant'] as const;

const masksOf = async (network: LayersModel, options: object = {}): Promise<MaskSet[]> => {
  const masked = insertMasks(network, options);
  const fingerprint = await fingerprintNetwork(network);
  return [2, 3].map((step) =>
    createMaskSet(
      fingerprint,
      masked.masks.map(({ layer, places, mask }, at) => {
        const shape = mask.logits.shape.slice(1) as number[];
        const units = shape.reduce((product, axis) => product * axis, 1);
        const kept = Array.from({ length: units }, (_, unit) => Number((unit + at) % step > 0));
        return { layer, places, granularity: mask.granularity, shape, kept };
      }),
    ),
  );
};

/** The means of outputs of layers over the training samples, of each channel over positions, in plain JavaScript. */
const meansByHand = async (network: LayersModel, places: readonly string[], count: number): Promise<number[]> => {
  const tapped = model({ inputs: network.inputs, outputs: places.map((name) => network.getLayer(name).output as SymbolicTensor) });
  const outputs = await networkOutputs(tapped, tasks[0]!.train);
  const sums = new Array<number>(count).fill(0);
  for (const values of outputs) for (const [at, value] of values.entries()) sums[at % count]! += value;
  const samples = outputs.reduce((total, values) => total + values.length / count, 0);
  return sums.map((sum) => sum / samples);
};

describe('means of dropped units', () => {
  it.each<[string, () => LayersModel, object]>([
    ['dense units', denseNetwork, {}],
    ['channels', chainNetwork, {}],
    ['elements', chainNetwork, { granularity: 'element' }],
    ['groups of channels', chainNetwork, { layers: 'r1', granularity: channelGroups(2) }],
    ['tied units, over their places', residualNetwork, {}],
    ['inputs', denseNetwork, { inputs: 'element' }],
  ])('are those of their outputs in the whole network: %s', async (_, make, options) => {
    const network = make();
    const [found] = await fitSubnetworks(network, [tasks[0]!], [(await masksOf(network, options))[0]!], { ...fitting, dropped: 'mean' });
    expect(found!.dropped!.kind).toBe('mean');
    for (const [at, { layer, values }] of found!.dropped!.layers.entries()) {
      const { places = [layer] } = found!.masks.layers[at]!;
      expect(values).toBeAllclose(Float32Array.from(await meansByHand(network, places, values.length)), 1e-5);
    }
  });
});

/** The logits of a masked network with its constants written into it, and with a linear probe. */
const logitsByHand = (network: LayersModel, { masks, dropped, readOut }: Subnetwork) => {
  const masked = insertMasksLike(network, masks, { constants: true });
  writeMasks(masked, [masks]);
  writeConstants(masked, [dropped]);
  const body = removeHead(masked.network);
  const { kernel, bias, classNames } = readOut as NewHead;
  const features = tidy(() => (body.predict(x) as Tensor2D).arraySync());
  for (const each of [body, masked.network]) each.dispose();
  const classes = classNames.length;
  return Float32Array.from(
    features.flatMap((row) =>
      Array.from({ length: classes }, (_, index) =>
        row.reduce((sum, value, at) => sum + value * kernel[at * classes + index]!, bias[index]!),
      ),
    ),
  );
};

const networks: readonly [string, () => LayersModel][] = [
  ['a dense network', denseNetwork],
  ['a chain of convolutions', chainNetwork],
  ['a residual network', residualNetwork],
];

describe.each(networks)('a subnetwork of %s whose dropped units are not 0', (_, make) => {
  it.each(kinds)('answers, is extracted and is read again with them: %s', async (dropped) => {
    const network = make();
    const before = await fingerprintNetwork(network);
    const maskSets = await masksOf(network);
    const tensors = memory().numTensors;
    const found = await fitSubnetworks(network, tasks, maskSets, { ...fitting, dropped });
    const plain = await fitSubnetworks(network, tasks, maskSets, fitting);
    expect(plain.map((each) => 'dropped' in each)).toEqual([false, false]);
    const outputs = await subnetworkOutputs(network, [...found, plain[1]!], data.test);
    expect(outputs[2]).toBeAllclose((await subnetworkOutputs(network, [plain[1]!], data.test))[0]!, 1e-5);
    expect(memory().numTensors).toBe(tensors);
    for (const [at, subnetwork] of found.entries()) {
      expect(outputs[at]).toBeAllclose(logitsByHand(network, subnetwork), 1e-4);
      const [read] = subnetworksFromJson(subnetworksToJson([subnetwork]), { name: 'masks.json' });
      expect(read).toStrictEqual(subnetwork);
      const { network: small, certificate } = await extractSubnetwork(network, read!, { x });
      expect(certificate.logits!.difference).toBeLessThanOrEqual(1e-5 * Math.max(1, certificate.logits!.largest));
      const [masked] = await evaluateSubnetworks(network, [subnetwork], splits.validation);
      const { validation, classNames } = tasks[at]!;
      expect((await evaluateNetwork(small, validation, classNames)).confusion).toEqual(masked!.confusion);
    }
    expect(await fingerprintNetwork(network)).toBe(before);
  });

  it('combines with re-estimated statistics', async () => {
    const network = make();
    const [found] = await fitSubnetworks(network, [tasks[0]!], [(await masksOf(network))[0]!], {
      ...{ ...fitting, dropped: 'mean', normalization: 're-estimated' },
    });
    const { certificate } = await extractSubnetwork(network, found!, { x });
    expect(certificate.logits!.difference).toBeLessThanOrEqual(1e-5 * Math.max(1, certificate.logits!.largest));
  });
});

describe('learned constants', () => {
  let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
  let maskSets: MaskSet[];
  beforeAll(async () => {
    setting = await trainedOnTwoTasks({ epochs: 4 });
    const fingerprint = await fingerprintNetwork(setting.network);
    maskSets = [2, 3].map((step) =>
      createMaskSet(
        fingerprint,
        [16, 12].map((units) => ({
          layer: `dense_${units}`,
          shape: [units],
          kept: Array.from({ length: units }, (_, unit) => Number(unit % step === 0)),
        })),
      ),
    );
  });

  it('lower the training loss behind the linear probe of the means, and repeat to the bit', async () => {
    const { network, tasks: own } = setting;
    const fit = (dropped: 'mean' | 'constant') => fitSubnetworks(network, own, maskSets, { readOutEpochs: 8, batchSize: 50, dropped });
    const lossOf = async (found: readonly Subnetwork[]) => {
      const logits = await subnetworkOutputs(network, found, setting.splits.train);
      return logits.map((values, at) => {
        const { y } = own[at]!.train;
        let loss = 0;
        for (let row = 0; row < y.length; row++) loss += Math.log1p(Math.exp(values[2 * row + 1 - y[row]!]! - values[2 * row + y[row]!]!));
        return loss / y.length;
      });
    };
    const [means, learned] = [await fit('mean'), await fit('constant')];
    const behindSameProbe = learned.map(({ dropped }, at): Subnetwork => ({ ...means[at]!, dropped: dropped! }));
    const [ofMeans, ofLearned] = [await lossOf(means), await lossOf(behindSameProbe)];
    for (const [at, loss] of ofLearned.entries()) expect(loss).toBeLessThan(0.99 * ofMeans[at]!);
    expect(await fit('constant')).toEqual(learned);
  });

  it('of a task are the same alone as among others', async () => {
    const { network, tasks: own } = setting;
    const options = { ...fitting, dropped: 'constant' as const };
    const together = await fitSubnetworks(network, own, maskSets, options);
    const [alone] = await fitSubnetworks(network, [own[1]], [maskSets[1]!], options);
    for (const [at, { values }] of alone!.dropped!.layers.entries())
      expect(together[1]!.dropped!.layers[at]!.values).toBeAllclose(values, 1e-4);
  });

  it('are changed for dropped units alone', async () => {
    const { network, tasks: own } = setting;
    const [means] = await fitSubnetworks(network, [own[0]], [maskSets[0]!], { ...fitting, dropped: 'mean' });
    const [learned] = await fitSubnetworks(network, [own[0]], [maskSets[0]!], { ...fitting, dropped: 'constant' });
    let changed = 0;
    for (const [at, { kept }] of maskSets[0]!.layers.entries()) {
      const [before, after] = [means, learned].map((found) => found!.dropped!.layers[at]!.values);
      kept.forEach((bit, unit) => {
        if (bit === 1) expect(after![unit]).toBe(before![unit]);
        else if (after![unit] !== before![unit]) changed++;
      });
    }
    expect(changed).toBeGreaterThan(5);
  });
});

describe.each(kinds)('a search whose dropped units become %s', (dropped) => {
  it.each<[string, () => LayersModel]>([
    ['dense', denseNetwork],
    ['residual', residualNetwork],
  ])('finds masks with them, fitted as fitSubnetworks does, and leaves a %s network as it was', async (_, make) => {
    const network = make();
    const before = await fingerprintNetwork(network);
    const tensors = memory().numTensors;
    const found = await discoverSubnetworks(network, tasks, { ...quick, dropped });
    expect(memory().numTensors).toBe(tensors);
    const plain = await discoverSubnetworks(network, tasks, quick);
    expect(found[0]!.logits).not.toEqual(plain[0]!.logits);
    const subnetworks = found.map(({ subnetwork }) => subnetwork!);
    const again = await fitSubnetworks(
      network,
      tasks,
      subnetworks.map(({ masks }) => masks),
      { ...fitting, dropped },
    );
    for (const [at, subnetwork] of subnetworks.entries()) {
      expect(subnetwork.dropped).toEqual(again[at]!.dropped);
      expect(subnetwork.readOut).toEqual(again[at]!.readOut);
    }
    expect(await fingerprintNetwork(network)).toBe(before);
  });

  it('goes along a path of prices, and has controls, evidence and frontiers that are treated alike', async () => {
    const network = denseNetwork();
    const path = await alphaPath(network, tasks, { ...fitting, dropped, epochs: 1, alphas: [1e-4, 1e-2] });
    const found = path.map(({ points }, at) => ({ subnetwork: points[0]!.subnetwork, task: tasks[at]! }));
    const subnetworks = found.map(({ subnetwork }) => subnetwork);
    const [metrics] = await evaluateSubnetworks(network, subnetworks, splits.validation);
    expect(metrics!.balancedAccuracy).toBeCloseTo(path[0]!.points[0]!.balancedAccuracy, 10);
    const evidence = await gatherEvidence(network, found, data.test, { ...fitting, draws: 1, classNames: data.classNames });
    const complements = await fitSubnetworks(
      network,
      tasks,
      subnetworks.map(({ masks }) => complement(masks)),
      { ...fitting, dropped },
    );
    const ofComplements = await evaluateSubnetworks(network, complements, data.test);
    const heads = await evaluateWithOriginalHead(network, subnetworks, data.test);
    const controls = await randomControls(network, found, data.test, { ...fitting, draws: 1 });
    for (const [at, each] of evidence.entries()) {
      expect(each.complement.metrics).toEqual(ofComplements[at]);
      expect(each.originalHead).toEqual(heads[at]);
      expect(each.random.drawn).toEqual(controls[at]!.map(({ balancedAccuracy }) => balancedAccuracy));
      expect(each.recallLost === undefined).toBe(dropped === 'constant');
    }
    const budget = keepUnits(5);
    const selected = await selectSubnetworks(network, tasks, { ...fitting, dropped, method: 'weightMagnitude', budget });
    const points = await measureFrontier(network, tasks, splits.validation, {
      ...{ ...fitting, dropped, budgets: [budget], methods: [{ name: 'weights', baseline: 'weightMagnitude' as const }] },
    });
    const ofSelected = await evaluateSubnetworks(network, selected, splits.validation);
    expect(points.map(({ balancedAccuracy }) => balancedAccuracy)).toEqual(ofSelected.map(({ balancedAccuracy }) => balancedAccuracy));
  });
});

describe('an ablation of units that become means', () => {
  it('gives them their means', async () => {
    const network = residualNetwork();
    const maskSets = await masksOf(network);
    const [subnetwork] = await fitSubnetworks(network, [tasks[0]!], [maskSets[0]!], { ...fitting, dropped: 'mean' });
    const { without } = await ablateSubnetworks(network, [subnetwork!], data.test, data.classNames);
    const masked = insertMasksLike(network, maskSets[0]!, { constants: true });
    writeMasks(masked, [complement(maskSets[0]!)]);
    writeConstants(masked, [subnetwork!.dropped]);
    expect(without[0]).toEqual(await evaluateNetwork(masked.network, data.test, data.classNames));
    const [learned] = await fitSubnetworks(network, [tasks[0]!], [maskSets[0]!], { ...fitting, dropped: 'constant' });
    await expect(ablateSubnetworks(network, [learned!], data.test, data.classNames)).rejects.toThrow(
      `ablateSubnetworks: dropped units of "a" become constants that were learned for its task; fit the masks with dropped: 'mean' or 'zero' first`,
    );
  });
});

it.each<[DiscoveryOptions, string]>([
  [{ dropped: 'none' as never }, 'dropped is "none"; expected "zero" or "mean" or "constant"'],
  [
    { dropped: 'constant', readOut: 'original-head' },
    'dropped is "constant", but the original head reads the answers; constants are learned',
  ],
  [{ dropped: 'constant', objective: completeness() }, 'dropped is "constant", but the objective is completeness; constants are learned'],
])('%o is refused', async (options, message) => {
  await expect(discoverSubnetworks(denseNetwork(), tasks, options)).rejects.toThrow(`discoverSubnetworks: ${message}`);
});

it('constants serve other objectives, as means, and the original head', async () => {
  for (const options of [{ objective: completeness() }, { readOut: 'original-head' as const }]) {
    const [found] = await discoverSubnetworks(chainNetwork(), [tasks[0]!], { ...quick, ...options, epochs: 1, dropped: 'mean' });
    const [metrics] = await evaluateSubnetworks(chainNetwork(), [found!.subnetwork!], data.test);
    expect(metrics!.accuracy).toBeGreaterThan(0);
    expect(found!.subnetwork!.dropped!.kind).toBe('mean');
  }
});
