import { sum, type Tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import { readOne } from '../../_read-one.js';
import { addPenalties, expectedUnits, gumbelSigmoid, meanLogits, pricePenalty, sumLogits } from '@dum/masks';
import { textKey } from '@dum/masks/noise';
import { classRemoval, completeness, convNet, faithfulness, mlp } from '@dum/experiments';
import { createChainPass } from '../../../src/search/steppers/chain/create-chain-pass.js';
import { canStepOnHost, createHostStepper } from '../../../src/search/steppers/host/host-stepper.js';
import { readChain } from '../../../src/masked/dense/read-chain.js';
import { createGeneralStepper } from '../../../src/search/steppers/general-stepper.js';
import { generalFeatures } from '../../../src/masked/general-features.js';
import { createProbes } from '../../../src/read-outs/probes.js';
import { createMaskedBody } from '../../../src/masked/masked-body.js';
import { resolveOptions } from '../../../src/search/options.js';
import { shuffledBatches } from '../../../src/optimization/batches.js';

const data = twoTasks({ seed: 3, train: 600, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const tasks: Task[] = [
  group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];

const followed = { epochs: 8, headLearningRate: 0.01, initialKeepProbability: 0.4 };
const given = resolveOptions({
  alpha: 2e-3,
  penalty: addPenalties(expectedUnits(), sumLogits(0.1), meanLogits()),
  learningRate: 0.1,
  samples: 1,
  seed: 7,
});
const settings = { batchSize: 256, ...given, ...followed };

const setUp = (
  network: LayersModel,
  { ofTasks = tasks, mostValues, samples = 1 }: { ofTasks?: Task[]; mostValues?: number; samples?: number } = {},
) => {
  const taskSeeds = ofTasks.map(({ name }) => textKey(name));
  const { initialKeepProbability, seed } = settings;
  const mask = { initialKeepProbability, seed, samples };
  const body = createMaskedBody(network, { taskSeeds, mask, ...(mostValues === undefined ? {} : { mostValues }) });
  const classes = ofTasks.map(({ classNames }) => classNames.length);
  return { body, probes: createProbes(taskSeeds, body.features, classes, seed) };
};

describe('the chain stepper', () => {
  it.each([
    { hidden: [12], samples: 1, name: 'one hidden layer' },
    { hidden: [12, 10], samples: 1, name: 'two' },
    { hidden: [12, 10, 8], samples: 1, name: 'three' },
    { hidden: [12, 10], samples: 2, name: 'two samples' },
    { hidden: [12, 10], samples: 3, name: 'samples that do not divide the batch' },
    { hidden: [12, 10], samples: 3, size: 2, name: 'fewer rows than samples' },
  ])('takes the steps of the general one, with $name', async ({ hidden, samples, size = 50 }) => {
    const network = mlp({ inputs: 16, hidden, classes: 4, seed: 2 });
    const [general, chained] = [setUp(network, { samples }), setUp(network, { samples })];
    const activations = await general.body.activate(splits.train);
    const chain = (await readChain(chained.body))!;
    expect(chain).toHaveLength(hidden.length - 1);
    const reference = createGeneralStepper(general.body, { probes: general.probes }, tasks, { ...settings, samples });
    const stepper = createHostStepper(createChainPass(chain), chained.body, chained.probes, tasks, { ...settings, samples });
    const batches = [1, 2].flatMap((epoch) => shuffledBatches(activations.count, size, 1, epoch)).slice(0, 20);
    let step = 0;
    for await (const batch of activations.read(batches)) {
      for (const each of [reference, stepper]) {
        if (step === 10) each.price(hidden.map((_, mask) => Float32Array.of(20, mask)));
        each.at(batch, step, step / batches.length, 0.8);
      }
      step++;
    }
    stepper.sync();
    expect(batches).toHaveLength(20);
    expect(await stepper.drainLosses()).toBeAllclose(await reference.drainLosses(), 1e-5);
    chained.body.masks.forEach(({ mask }, layer) => {
      expect(mask.logits.read()).toBeAllclose(general.body.masks[layer]!.mask.logits.read(), 1e-4);
    });
    expect(chained.probes.kernel).toBeAllclose(general.probes.kernel, 1e-4);
  });

  it('takes them with a linear layer, no bias, and dropout between', async () => {
    const network = sequential({
      layers: [
        layers.dense({ units: 9, inputShape: [16], name: 'first', useBias: false }),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 7, activation: 'linear', name: 'second', useBias: false }),
        layers.dense({ units: 4, name: 'head' }),
      ],
    });
    const [general, chained] = [setUp(network), setUp(network)];
    const activations = await general.body.activate(splits.train);
    const reference = createGeneralStepper(general.body, { probes: general.probes }, tasks, settings);
    const stepper = createHostStepper(createChainPass((await readChain(chained.body))!), chained.body, chained.probes, tasks, settings);
    let step = 0;
    for await (const batch of activations.read(shuffledBatches(activations.count, 50, 1, 1))) {
      for (const each of [reference, stepper]) each.at(batch, step, step / 10, 0.8);
      step++;
    }
    stepper.sync();
    expect(chained.body.masks[0]!.mask.logits.read()).toBeAllclose(general.body.masks[0]!.mask.logits.read(), 1e-4);
  });

  it('is not for other layers, estimators, penalties, objectives or read-outs', async () => {
    const tanh = sequential({
      layers: [
        layers.dense({ units: 9, inputShape: [16], name: 'first' }),
        layers.dense({ units: 7, activation: 'tanh', name: 'second' }),
        layers.dense({ units: 4, name: 'head' }),
      ],
    });
    expect(await readChain(setUp(tanh).body)).toBeUndefined();
    expect(canStepOnHost(settings)).toBe(true);
    expect(canStepOnHost({ ...settings, readOut: 'original-head' })).toBe(false);
    for (const objective of [faithfulness(), completeness(), classRemoval()]) expect(canStepOnHost({ ...settings, objective })).toBe(false);
    const sample = gumbelSigmoid().sample;
    expect(canStepOnHost({ ...settings, estimator: { ...gumbelSigmoid(), sample: (l, noise, t) => sample(l, noise, t) } })).toBe(false);
    const measure = { name: 'expectedUnits', symbol: 'Σl', perTask: (logits: Tensor) => sum(logits, -1) };
    expect(canStepOnHost({ ...settings, penalty: pricePenalty(measure, 1) })).toBe(false);
    expect(canStepOnHost({ ...settings, penalty: addPenalties(expectedUnits(), pricePenalty(measure, 1)) })).toBe(false);
  });
});

describe('the general stepper', () => {
  const network = () => convNet({ inputShape: [4, 4, 1], filters: [6, 5], classes: 4, batchNormalization: true, seed: 3 });
  const five = [...tasks, ...['b', 'c', 'd'].map((name) => ({ ...tasks[0]!, name }))];
  /** The widest activation is 4 × 4 × 6 = 96 values: a batch of 20 takes 1,920 a task. */
  const widest = 1920;

  it.each([
    { most: widest, groups: [1, 1, 1, 1, 1] },
    { most: 3 * widest - 1, groups: [2, 2, 1] },
  ])('takes the same steps with $groups tasks at once', async ({ most, groups }) => {
    const [together, grouped] = [setUp(network(), { ofTasks: five }), setUp(network(), { ofTasks: five, mostValues: most })];
    expect(grouped.body.groupsFor(20).map(({ count }) => count)).toEqual(groups);
    const activations = await together.body.activate(splits.train);
    const steppers = [together, grouped].map(({ body, probes }) => createGeneralStepper(body, { probes }, five, settings));
    const batches = shuffledBatches(activations.count, 20, 1, 1).slice(0, 6);
    let step = 0;
    for await (const batch of activations.read(batches)) {
      for (const each of steppers) each.at(batch, step, step / batches.length, 0.8);
      step++;
    }
    const [expected, losses] = [await steppers[0]!.drainLosses(), await steppers[1]!.drainLosses()];
    expect(new Set(expected).size).toBe(5);
    expect(losses).toBeAllclose(expected, 1e-5);
    grouped.body.masks.forEach(({ mask }, layer) => {
      expect(mask.logits.read()).toBeAllclose(together.body.masks[layer]!.mask.logits.read(), 1e-4);
    });
    expect(grouped.probes.kernel).toBeAllclose(together.probes.kernel, 1e-4);
    const read = await readOne(activations, batches[0]!);
    const [whole, parts] = [await generalFeatures(together.body)(read), await generalFeatures(grouped.body)(read)];
    parts.forEach(({ rows }, task) => {
      expect(rows).toBeAllclose(whole[task]!.rows, 1e-4);
    });
  });
});
