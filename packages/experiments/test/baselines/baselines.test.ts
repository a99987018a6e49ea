import { add, memory, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BaselineName,
  baselineNames,
  discoverSubnetworks,
  evaluateSubnetworks,
  fitSubnetworks,
  scoreUnits,
  type ScoringOptions,
  subnetworksOf,
} from '@dum/experiments';
import { readOne } from '../_read-one.js';
import { cloneNetwork, fingerprintNetwork } from '@dum/masks';
import { keepAsMany, keepUnits, keepWithin, keptUnits, type UnitScores } from '@dum/masks/mask-set';
import { fitReadOuts } from '../../src/read-outs/fit-read-outs.js';
import { liveFeatures } from '../../src/masked/live-features.js';
import { createMaskedBody } from '../../src/masked/masked-body.js';
import { maskGradients } from '../../src/read-outs/mask-gradients.js';
import { maskItself } from '../../src/masked/mask-itself.js';
import { writeMaskValues } from '../../src/masked/mask-values.js';
import { plantedNetwork } from '../_planted.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

/** The mean score of the units that read the left half of the input, and of those that read the right. */
const halves = ({ layers }: UnitScores) => {
  const scores = Array.from(layers[0]!.scores);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean(scores.slice(0, 12)), mean(scores.slice(12))] as const;
};

describe('scoreUnits', () => {
  it.each<BaselineName>(['taylor', 'iterativeTaylor'])(
    'by %s scores the units of a task above those that it can do without',
    async (method) => {
      const scores = await scoreUnits(plantedNetwork(16, 24), setting.tasks, { method, batchSize: 100, readOutEpochs: 4 });
      const [[leftOfA, rightOfA], [leftOfB, rightOfB]] = scores.map(halves) as [readonly [number, number], readonly [number, number]];
      expect(leftOfA).toBeGreaterThan(2 * rightOfA);
      expect(rightOfB).toBeGreaterThan(2 * leftOfB);
    },
  );

  it('by iterativeTaylor gives each unit a rank of its own', async () => {
    const [scores] = await scoreUnits(setting.network, setting.tasks, { method: 'iterativeTaylor', batchSize: 200 });
    const all = scores!.layers.flatMap(({ scores: ofLayer }) => Array.from(ofLayer));
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 28 }, (_, rank) => rank));
  });

  it('by iterativeTaylor ends its rounds at the fewest units, with the same masks from there on', async () => {
    const options: ScoringOptions = { method: 'iterativeTaylor', batchSize: 200 };
    const rounds: number[] = [];
    const [whole] = await scoreUnits(setting.network, setting.tasks, options);
    const [until] = await scoreUnits(setting.network, setting.tasks, { ...options, fewest: 12, onProgress: (done) => rounds.push(done) });
    for (let kept = 12; kept <= 28; kept++) expect(keepWithin(until!, keepUnits(kept))).toEqual(keepWithin(whole!, keepUnits(kept)));
    expect(rounds.map((done) => Math.round(28 * (1 - done)))).toEqual([24, 21, 18, 15, 13, 11]);
  });

  it('by weightMagnitude ranks as the norms of kernel columns do, the same for each task', async () => {
    const [first, second] = await scoreUnits(setting.network, setting.tasks, { method: 'weightMagnitude' });
    const kernel = setting.network.getLayer('dense_16').getWeights()[0]!.arraySync() as number[][];
    const norms = Array.from({ length: 16 }, (_, unit) => Math.hypot(...kernel.map((row) => row[unit]!)));
    const scale = Math.hypot(...norms) / 4;
    expect(first!.layers[0]!.scores).toBeAllclose(
      Float32Array.from(norms, (norm) => norm / scale),
      1e-5,
    );
    expect(second!.layers).toEqual(first!.layers);
  });

  it('by meanActivation is the mean output of the layer, weighted by class', async () => {
    const { network, tasks, splits } = setting;
    const [scores] = await scoreUnits(network, tasks, { method: 'meanActivation' });
    const { source, count } = splits.train;
    const outputs = tidy(() => {
      const hidden = network.getLayer('dense_16').apply(tensor(source.values!, [count, 16])) as ReturnType<typeof tensor>;
      return hidden.arraySync() as number[][];
    });
    const weights = Array.from(tasks[0].train.y, (label) => tasks[0].classWeights[label]!);
    const means = Array.from({ length: 16 }, (_, unit) => outputs.reduce((sum, row, at) => sum + weights[at]! * Math.abs(row[unit]!), 0));
    const scale = Math.hypot(...means) / 4;
    expect(scores!.layers[0]!.scores).toBeAllclose(
      Float32Array.from(means, (mean) => mean / scale),
      1e-4,
    );
  });

  it.each(baselineNames)(
    'by %s repeats to the bit, depends on no other task, and leaves network and memory as they were',
    async (method) => {
      const { network, tasks } = setting;
      const before = await fingerprintNetwork(network);
      const scores = await scoreUnits(network, tasks, { method, batchSize: 200 });
      const tensors = memory().numTensors;
      expect(await scoreUnits(network, tasks, { method, batchSize: 200 })).toEqual(scores);
      expect(memory().numTensors).toBe(tensors);
      const [alone] = await scoreUnits(network, [tasks[1]], { method, batchSize: 200 });
      alone!.layers.forEach(({ scores: ofLayer }, at) => {
        expect(Float32Array.from(ofLayer)).toBeAllclose(Float32Array.from(scores[1]!.layers[at]!.scores), 1e-4);
      });
      expect(await fingerprintNetwork(network)).toBe(before);
    },
  );

  it.each<[object, string]>([
    [{ method: 'tailor' }, 'scoreUnits: method is "tailor"; did you mean "taylor"?'],
    [{ method: 'random', seeds: 1 }, 'scoreUnits: no option is called "seeds"; did you mean "seed"?'],
    [{ method: 'random', batchSize: 0 }, 'scoreUnits: batchSize is 0'],
    [{ method: 'weightMagnitude', inputs: 'element' }, 'scores channels of dense and convolution layers'],
  ])('refuses %o', async (options, message) => {
    await expect(scoreUnits(setting.network, setting.tasks, options as ScoringOptions)).rejects.toThrow(message);
  });
});

it('mask gradients are finite differences of the loss', async () => {
  const { network, tasks, splits } = setting;
  const body = createMaskedBody(network, { taskSeeds: [0], mask: { estimator: maskItself } });
  const ones = body.masks.map(({ mask }) => new Float32Array(mask.logits.shape[1]!).fill(1));
  ones[0]![3] = 0;
  writeMaskValues(body, [ones]);
  const activations = await body.activate(splits.train);
  const options = { features: body.features, epochs: 3, batchSize: 100, seed: 1 };
  const readOuts = await fitReadOuts(await liveFeatures(body, activations), [tasks[0]], options);
  const batch = Uint32Array.from({ length: 40 }, (_, row) => row);
  const [gradients] = await maskGradients(body, readOuts, [tasks[0]], activations, [batch]);
  const { kernel, bias } = readOuts[0]!;
  const { tensors } = await readOne(activations, batch);
  const lossAt = (layer: number, unit: number, change: number) => {
    const values = ones.map((ofMask) => ofMask.slice());
    values[layer]![unit]! += change;
    writeMaskValues(body, [values]);
    const features = tidy(() => body.apply(tensors(), { from: 0, count: 1 }, { step: 0, temperature: 1 }).arraySync())[0]!;
    return features.reduce((sum, row, sample) => {
      const logits = [0, 1].map((label) => bias[label]! + row.reduce((total, value, at) => total + value * kernel[2 * at + label]!, 0));
      const label = tasks[0].train.y[sample]!;
      return (
        sum +
        (tasks[0].classWeights[label]! * (Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0)) - logits[label]!)) / 40
      );
    }, 0);
  };
  for (const [layer, unit] of [
    [0, 0],
    [0, 3],
    [1, 5],
  ] as const) {
    const slope = (lossAt(layer, unit, 1e-2) - lossAt(layer, unit, -1e-2)) / 2e-2;
    expect(Math.sqrt(gradients![layer]![unit]!)).toBeCloseTo(Math.abs(slope), 3);
  }
  body.dispose();
});

describe('fitSubnetworks', () => {
  it('gives found masks the read-outs that the search gave them', async () => {
    const { network, tasks } = setting;
    const found = subnetworksOf(await discoverSubnetworks(network, tasks, { epochs: 2, batchSize: 100, readOutEpochs: 2 }));
    const fitted = await fitSubnetworks(
      network,
      tasks,
      found.map(({ masks }) => masks),
      { readOutEpochs: 2, batchSize: 100, estimator: 'again' },
    );
    expect(fitted.map(({ readOut }) => readOut)).toEqual(found.map(({ readOut }) => readOut));
    expect(fitted[0]).toMatchObject({ task: 'a1', status: found[0]!.status, estimator: 'again', penalty: 'none' });
  });

  it('makes subnetworks of scores, of a budget or of the sizes of others, which can be evaluated', async () => {
    const { network, tasks, splits } = setting;
    const scores = await scoreUnits(network, tasks, { method: 'taylor', batchSize: 100 });
    const within = scores.map((ofTask) => keepWithin(ofTask, keepUnits(9)));
    const asMany = scores.map((ofTask, task) => keepAsMany(ofTask, within[1 - task]!));
    for (const masks of [within, asMany]) {
      const subnetworks = await fitSubnetworks(network, tasks, masks, { batchSize: 100 });
      expect(subnetworks.map((each) => keptUnits(each.masks))).toEqual([9, 9]);
      for (const { balancedAccuracy } of await evaluateSubnetworks(network, subnetworks, splits.validation))
        expect(balancedAccuracy).toBeGreaterThan(0.6);
    }
  });

  it('refuses masks of another network, and too few', async () => {
    const { network, tasks } = setting;
    const scores = await scoreUnits(network, tasks, { method: 'random' });
    const masks = scores.map((ofTask) => keepWithin(ofTask, keepUnits(9)));
    await expect(fitSubnetworks(network, tasks, masks.slice(1))).rejects.toThrow(
      'fitSubnetworks: 1 mask sets came for 2 tasks; expected one for each',
    );
    const other = cloneNetwork(network);
    const [kernel, ...rest] = other.getLayer('dense_16').getWeights();
    other.getLayer('dense_16').setWeights([add(kernel!, 1), ...rest]);
    await expect(fitSubnetworks(other, tasks, masks)).rejects.toThrow('belong to another network');
  });
});
