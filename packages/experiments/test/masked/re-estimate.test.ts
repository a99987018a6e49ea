import { add, matMul, memory, tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { group, inMemory, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import {
  ablateSubnetworks,
  alphaPath,
  discoverSubnetworks,
  type DiscoveryOptions,
  evaluateNetwork,
  evaluateSubnetworks,
  evaluateWithOriginalHead,
  fitSubnetworks,
  gatherEvidence,
  measureFrontier,
  mlp,
  networkOutputs,
  randomControls,
  selectSubnetworks,
  subnetworkOutputs,
  unitResponses,
} from '@dum/experiments';
import {
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  insertMasksLike,
  keepUnits,
  removeHead,
  writeMasks,
  writeNormalization,
} from '@dum/masks';
import { complement, createMaskSet, type MaskSet, type NewHead, subnetworksFromJson, subnetworksToJson } from '@dum/masks/mask-set';
import { createChannelMoments } from '../../src/masked/channel-moments.js';
import { createMaskedBody } from '../../src/masked/masked-body.js';
import { normalizeMasks } from '../../src/masked/re-estimate.js';
import { chainNetwork, denseNetwork, residualNetwork, sharedNetwork } from '../_normalized-networks.js';

const data = twoTasks({ seed: 3, train: 400, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const tasks: Task[] = [
  group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];
const x = tensor(data.test.source.values!, [data.test.count, 4, 4, 1]);
const fitting = { readOutEpochs: 1, batchSize: 50 };
const quick: DiscoveryOptions = { ...fitting, epochs: 2, alpha: 1e-3, initialKeepProbability: 0.7 };
const reEstimated = { normalization: 're-estimated' as const };

/** A mask set for each task on the units that are masked by default. */
const masksOf = async (network: LayersModel, layers?: string): Promise<MaskSet[]> => {
  const masked = insertMasks(network, layers === undefined ? {} : { layers });
  const fingerprint = await fingerprintNetwork(network);
  return [2, 3].map((step) =>
    createMaskSet(
      fingerprint,
      masked.masks.map(({ layer, places, mask }, at) => {
        const [, units] = mask.logits.shape as [number, number];
        return { layer, places, shape: [units], kept: Array.from({ length: units }, (_, unit) => Number((unit + at) % step > 0)) };
      }),
    ),
  );
};

const valuesOf = (network: LayersModel, layer: string): Float32Array[] =>
  network
    .getLayer(layer)
    .getWeights()
    .map((weight) => weight.dataSync<'float32'>());

/** The statistics that the second and the third normalization of the dense network get, sample by sample in plain JavaScript. */
const byHand = (network: LayersModel, masks: MaskSet, samples: readonly (readonly number[])[]) => {
  const own = [valuesOf(network, 'n0').slice(2) as [Float32Array, Float32Array]];
  let rows = samples;
  for (const at of [0, 1, 2]) {
    const [kernel, bias] = valuesOf(network, `d${at}`) as [Float32Array, Float32Array];
    const units = bias.length;
    rows = rows.map((row) =>
      Array.from({ length: units }, (_, unit) => row.reduce((sum, value, from) => sum + value * kernel[from * units + unit]!, bias[unit]!)),
    );
    if (at > 0) {
      const mean = Float32Array.from({ length: units }, (_, unit) => rows.reduce((sum, row) => sum + row[unit]!, 0) / rows.length);
      const square = (row: readonly number[], unit: number) => (row[unit]! - mean[unit]!) ** 2;
      own.push([mean, Float32Array.from({ length: units }, (_, unit) => rows.reduce((s, row) => s + square(row, unit), 0) / rows.length)]);
    }
    const [gamma, beta] = valuesOf(network, `n${at}`) as [Float32Array, Float32Array];
    const [mean, variance] = own[at]!;
    const { kept } = masks.layers[at]!;
    rows = rows.map((row) =>
      row.map(
        (value, unit) =>
          kept[unit]! * Math.max(0, ((value - mean[unit]!) / Math.sqrt(variance[unit]! + 1e-3)) * gamma[unit]! + beta[unit]!),
      ),
    );
  }
  return own.slice(1);
};

const rowsOf = (values: Float32Array, width: number) =>
  Array.from({ length: values.length / width }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));

describe('re-estimated statistics', () => {
  it('are the moments of what each layer reads under the mask, computed by hand, layer after layer', async () => {
    const network = denseNetwork();
    const maskSets = await masksOf(network);
    const found = await fitSubnetworks(network, tasks, maskSets, { ...fitting, ...reEstimated });
    for (const { masks, normalization } of found) {
      const expected = byHand(network, masks, rowsOf(tasks[0]!.train.source.values!, 16));
      expect(normalization).toMatchObject({ kind: 're-estimated', samples: 300 });
      expect(normalization!.statistics.map(({ layer }) => layer)).toEqual(['n1', 'n2']);
      for (const [at, { mean, variance }] of normalization!.statistics.entries()) {
        expect(mean).toBeAllclose(expected[at]![0], 1e-5);
        expect(variance).toBeAllclose(expected[at]![1], 1e-5);
      }
    }
  });

  it('are of 2,048 samples from all of a larger split', async () => {
    const network = denseNetwork();
    const maskSets = await masksOf(network);
    const values = Float32Array.from({ length: 5000 * 16 }, (_, at) => Math.sin(at * 0.37) + at / 40_000);
    const body = createMaskedBody(network, { taskSeeds: [0, 1] });
    const activations = await body.activate({ source: inMemory({ x: values, sampleShape: [4, 4, 1] }) });
    const maskings = await normalizeMasks(
      body,
      maskSets.map((masks) => ({ masks })),
      're-estimated',
      activations,
    );
    const rows = rowsOf(values, 16);
    const chosen = Array.from({ length: 2048 }, (_, at) => rows[Math.floor((at * 5000) / 2048)]!);
    const [first] = byHand(network, maskSets[1]!, chosen);
    const { samples, statistics } = maskings[1]!.normalization!;
    expect(samples).toBe(2048);
    expect(statistics[0]!.mean).toBeAllclose(first![0], 1e-5);
    body.dispose();
  });

  it('are the same to the bit where the frozen part is computed for each batch, as are means of dropped units', async () => {
    const network = chainNetwork();
    const maskSets = await masksOf(network);
    const fit = (memory: number) => fitSubnetworks(network, tasks, maskSets, { ...fitting, ...reEstimated, dropped: 'mean', memory });
    expect(await fit(0)).toEqual(await fit(512));
  });

  it('are population moments over samples and positions, whatever the chunks', () => {
    const moments = createChannelMoments(2);
    moments.add(Float32Array.of(1, 10, 2, 20));
    moments.add(Float32Array.of(6, 30));
    expect(moments.read()).toEqual({ mean: Float32Array.of(3, 20), variance: Float32Array.of(14 / 3, 200 / 3) });
  });
});

/** The logits of a masked network with statistics written into it, and with a linear probe. */
const logitsByHand = (network: LayersModel, { masks, normalization, readOut }: Awaited<ReturnType<typeof fitSubnetworks>>[number]) => {
  const masked = insertMasksLike(network, masks);
  writeMasks(masked, [masks]);
  writeNormalization(masked.network, normalization!);
  const body = removeHead(masked.network);
  const { kernel, bias, classNames } = readOut as NewHead;
  const logits = tidy(() => {
    const features = body.predict(x) as Tensor2D;
    return add(matMul(features, tensor(kernel, [features.shape[1], classNames.length])), tensor(bias)).dataSync<'float32'>();
  });
  for (const each of [body, masked.network]) each.dispose();
  return logits;
};

const networks: readonly [string, () => LayersModel, string | undefined][] = [
  ['a dense network', denseNetwork, undefined],
  ['a chain of convolutions', chainNetwork, undefined],
  ['a residual network', residualNetwork, undefined],
  ['a residual network whose tail starts at two tensors', residualNetwork, 'a_relu'],
];

describe.each(networks)('a subnetwork with re-estimated statistics of %s', (_, make, layers) => {
  it('answers, is extracted and is read again with them', async () => {
    const network = make();
    const before = await fingerprintNetwork(network);
    const maskSets = await masksOf(network, layers);
    const tensors = memory().numTensors;
    const found = await fitSubnetworks(network, tasks, maskSets, { ...fitting, ...reEstimated });
    const frozen = await fitSubnetworks(network, tasks, maskSets, fitting);
    expect(frozen.map((each) => 'normalization' in each)).toEqual([false, false]);
    expect(frozen[0]!.readOut).not.toEqual(found[0]!.readOut);
    const outputs = await subnetworkOutputs(network, [...found, frozen[1]!], data.test);
    expect(await subnetworkOutputs(network, [frozen[1]!], data.test)).toEqual([outputs[2]]);
    expect(memory().numTensors).toBe(tensors);
    for (const [at, subnetwork] of found.entries()) {
      const expected = logitsByHand(network, subnetwork);
      expect(outputs[at]).toBeAllclose(expected, 1e-5);
      const [read] = subnetworksFromJson(subnetworksToJson([subnetwork]), { name: 'masks.json' });
      const { network: small, certificate } = await extractSubnetwork(network, read!, { x });
      expect(certificate.logits!.difference).toBeLessThanOrEqual(1e-5 * Math.max(1, certificate.logits!.largest));
      const [masked] = await evaluateSubnetworks(network, [subnetwork], splits.validation);
      const { validation, classNames } = tasks[at]!;
      expect((await evaluateNetwork(small, validation, classNames)).confusion).toEqual(masked!.confusion);
    }
    expect(await fingerprintNetwork(network)).toBe(before);
  });
});

describe('a search that re-estimates', () => {
  it('finds the masks of one that does not, and other statistics and read-outs', async () => {
    const network = residualNetwork();
    const before = await fingerprintNetwork(network);
    const tensors = memory().numTensors;
    const [plain, found] = [
      await discoverSubnetworks(network, tasks, quick),
      await discoverSubnetworks(network, tasks, { ...quick, ...reEstimated }),
    ];
    expect(memory().numTensors).toBe(tensors);
    expect(await fingerprintNetwork(network)).toBe(before);
    expect(found.map(({ logits }) => logits)).toEqual(plain.map(({ logits }) => logits));
    const subnetworks = found.map(({ subnetwork }) => subnetwork!);
    const again = await fitSubnetworks(
      network,
      tasks,
      subnetworks.map(({ masks }) => masks),
      { ...fitting, ...reEstimated },
    );
    expect(subnetworks.map(({ normalization, readOut }) => ({ normalization, readOut }))).toEqual(
      again.map(({ normalization, readOut }) => ({ normalization, readOut })),
    );
  });

  it('reads the original head of the network with its statistics', async () => {
    const network = chainNetwork();
    const found = await discoverSubnetworks(network, tasks, { ...quick, ...reEstimated, epochs: 1, readOut: 'original-head' });
    const [subnetwork] = found.map(({ subnetwork: each }) => each!);
    const masked = insertMasksLike(network, subnetwork!.masks);
    writeMasks(masked, [subnetwork!.masks]);
    writeNormalization(masked.network, subnetwork!.normalization!);
    const [p] = (await networkOutputs(masked.network, data.test)) as [Float32Array];
    const [logits] = await subnetworkOutputs(network, [subnetwork!], data.test);
    for (let row = 0; row < data.test.count; row++) {
      const own = [2, 3].reduce((sum, label) => sum + p[4 * row + label]!, 0);
      expect(1 / (1 + Math.exp(logits![2 * row]! - logits![2 * row + 1]!))).toBeCloseTo(own, 4);
    }
    const controls = await randomControls(network, [{ subnetwork: subnetwork!, task: tasks[0]! }], data.test, { draws: 1 });
    expect(controls[0]).toHaveLength(1);
  });

  it('does so along a path of prices, whose figures are those of the subnetworks', async () => {
    const network = residualNetwork();
    const path = await alphaPath(network, tasks, { ...fitting, ...reEstimated, epochs: 1, alphas: [1e-4, 1e-2] });
    for (const { points } of path) {
      for (const { subnetwork, balancedAccuracy } of points) {
        expect(subnetwork.normalization!.statistics).toHaveLength(3);
        const [metrics] = await evaluateSubnetworks(network, [subnetwork], splits.validation);
        expect(metrics!.balancedAccuracy).toBeCloseTo(balancedAccuracy, 10);
      }
    }
  });
});

describe('controls of subnetworks with re-estimated statistics', () => {
  it('are re-estimated too, each under its own mask', async () => {
    const network = residualNetwork();
    const maskSets = await masksOf(network);
    const subnetworks = await fitSubnetworks(network, tasks, maskSets, { ...fitting, ...reEstimated });
    const found = subnetworks.map((subnetwork, at) => ({ subnetwork, task: tasks[at]! }));
    const evidence = await gatherEvidence(network, found, data.test, { ...fitting, draws: 2, classNames: data.classNames });
    const complements = await fitSubnetworks(
      network,
      tasks,
      maskSets.map((masks) => complement(masks)),
      { ...fitting, ...reEstimated },
    );
    const own = await evaluateSubnetworks(network, subnetworks, data.test);
    const ofComplements = await evaluateSubnetworks(network, complements, data.test);
    const heads = await evaluateWithOriginalHead(network, subnetworks, data.test);
    const controls = await randomControls(network, found, data.test, { ...fitting, draws: 2 });
    for (const [at, each] of evidence.entries()) {
      expect(each.found.metrics).toEqual(own[at]);
      expect(each.complement.metrics).toEqual(ofComplements[at]);
      expect(each.originalHead).toEqual(heads[at]);
      expect(each.random.drawn).toEqual(controls[at]!.map(({ balancedAccuracy }) => balancedAccuracy).toSorted((a, b) => a - b));
    }
    const ablation = await ablateSubnetworks(network, subnetworks, data.test, data.classNames, { train: tasks[0]!.train });
    expect(evidence.map(({ recallLost }) => recallLost)).toEqual(ablation.recallLost);
    const masked = insertMasksLike(network, complements[0]!.masks);
    writeMasks(masked, [complements[0]!.masks]);
    writeNormalization(masked.network, complements[0]!.normalization!);
    expect(ablation.without[0]).toEqual(await evaluateNetwork(masked.network, data.test, data.classNames));
    await expect(ablateSubnetworks(network, subnetworks, data.test, data.classNames)).rejects.toThrow(
      'ablateSubnetworks: "a" has re-estimated statistics, so those without its units must be estimated; give the training samples as { train }',
    );
  });

  it('describe what units respond to with them', async () => {
    const network = chainNetwork();
    const [masks] = await masksOf(network);
    const all = masks!.layers.map((layer) => ({ ...layer, kept: layer.kept.map(() => 1) }));
    const [subnetwork] = await fitSubnetworks(network, [tasks[0]!], [{ ...masks!, layers: all }], { ...fitting, ...reEstimated });
    const [responses] = await unitResponses(network, [subnetwork!], splits.validation);
    const plain = await unitResponses(
      network,
      await fitSubnetworks(network, [tasks[0]!], [{ ...masks!, layers: all }], fitting),
      splits.validation,
    );
    expect(responses!.layers.at(-1)).toEqual(plain[0]!.layers.at(-1));
    expect(responses!.layers[0]).not.toEqual(plain[0]!.layers[0]);
  });

  it('come from baselines and frontiers too', async () => {
    const network = chainNetwork();
    const budget = keepUnits(8);
    const selected = await selectSubnetworks(network, tasks, { ...fitting, ...reEstimated, method: 'weightMagnitude', budget });
    const metrics = await evaluateSubnetworks(network, selected, splits.validation);
    const points = await measureFrontier(network, tasks, splits.validation, {
      ...{ ...fitting, ...reEstimated, budgets: [budget] },
      methods: [
        { name: 'weights', baseline: 'weightMagnitude' },
        { name: 'learned', search: { ...quick, epochs: 1 } },
      ],
    });
    expect(points.slice(0, 2).map(({ balancedAccuracy }) => balancedAccuracy)).toEqual(
      metrics.map(({ balancedAccuracy }) => balancedAccuracy),
    );
    expect(points).toHaveLength(4);
  });

  it('are refused beside others', async () => {
    const network = chainNetwork();
    const maskSets = await masksOf(network);
    const [first] = await fitSubnetworks(network, tasks, maskSets, { ...fitting, ...reEstimated });
    const [, second] = await fitSubnetworks(network, tasks, maskSets, fitting);
    const mixed = [first!, second!].map((subnetwork, at) => ({ subnetwork, task: tasks[at]! }));
    const message = `: "a" has normalization: 're-estimated' and dropped: 'zero', but "three" has normalization: 'frozen' and dropped: 'zero'; call it once for each kind`;
    await expect(randomControls(network, mixed, data.test, fitting)).rejects.toThrow(`randomControls${message}`);
    await expect(gatherEvidence(network, mixed, data.test, fitting)).rejects.toThrow(`gatherEvidence${message}`);
  });
});

describe('where nothing can be re-estimated', () => {
  const advice = "; use normalization: 'frozen'";
  it.each([
    [
      'no batch normalization comes after a mask, so there is nothing to re-estimate',
      () => mlp({ inputs: 16, hidden: [5, 4], classes: 4 }),
    ],
    ['"shared" is called 2 times, so its statistics can\'t be re-estimated', sharedNetwork],
  ])('it is refused before anything is computed: %s', async (message, make) => {
    const network = make();
    const onProgress = () => expect.unreachable();
    await expect(discoverSubnetworks(network, tasks, { ...quick, ...reEstimated, onProgress })).rejects.toThrow(
      `discoverSubnetworks: ${message}${advice}`,
    );
    await expect(fitSubnetworks(network, tasks, await masksOf(network), reEstimated)).rejects.toThrow(
      `fitSubnetworks: ${message}${advice}`,
    );
  });

  it('a kind that is none is refused', async () => {
    await expect(discoverSubnetworks(chainNetwork(), tasks, { normalization: 'batch' as never })).rejects.toThrow(
      'discoverSubnetworks: normalization is "batch"; expected "frozen" or "re-estimated"',
    );
  });
});
