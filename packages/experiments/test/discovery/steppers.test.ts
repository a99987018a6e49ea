import '../_cpu.js';
import { sum, type Tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import { addPenalties, expectedUnits, gumbelSigmoid, meanLogits, pricePenalty, sumLogits, textKey } from '@dum/masks';
import { mlp } from '@dum/experiments';
import { canChain, createChainStepper } from '../../src/discovery/chain/chain-stepper.js';
import { readChain } from '../../src/discovery/chain/read-chain.js';
import { createGeneralStepper } from '../../src/discovery/general-stepper.js';
import { createHeads } from '../../src/discovery/heads.js';
import { createMaskedBody } from '../../src/discovery/masked-body.js';
import { resolveOptions } from '../../src/discovery/options.js';
import { shuffledBatches } from '../../src/training/batches.js';

const data = twoTasks({ seed: 3, train: 600, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const tasks: Task[] = [
  group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];

const settings = resolveOptions({
  alpha: 2e-3,
  penalty: (alpha) => addPenalties(expectedUnits(alpha), sumLogits(alpha / 10), meanLogits(alpha)),
  initialKeepProbability: 0.4,
  learningRate: 0.1,
  seed: 7,
});

const setUp = (network: LayersModel, ofTasks = tasks) => {
  const taskSeeds = ofTasks.map(({ name }) => textKey(name));
  const { initialKeepProbability, seed, penalty, alpha } = settings;
  const body = createMaskedBody(network, { taskSeeds, mask: { penalty: penalty(alpha), initialKeepProbability, seed } });
  const classes = ofTasks.map(({ classNames }) => classNames.length);
  return { body, heads: createHeads(taskSeeds, body.features, classes, seed) };
};

describe('the chain stepper', () => {
  it.each([
    { hidden: [12], name: 'one hidden layer' },
    { hidden: [12, 10], name: 'two' },
    { hidden: [12, 10, 8], name: 'three' },
  ])('takes the steps of the general one, with $name', async ({ hidden }) => {
    const network = mlp({ inputs: 16, hidden, classes: 4, seed: 2 });
    const [general, chained] = [setUp(network), setUp(network)];
    const activations = await general.body.activate(splits.train);
    const chain = (await readChain(chained.body))!;
    expect(chain).toHaveLength(hidden.length - 1);
    const reference = createGeneralStepper(general.body, general.heads, tasks, activations, settings);
    const stepper = createChainStepper(chain, chained.body, chained.heads, tasks, activations, settings);
    const batches = [1, 2].flatMap((epoch) => shuffledBatches(activations.count, 50, 1, epoch));
    batches.forEach((batch, step) => {
      for (const each of [reference, stepper]) each.at(batch, step, step / batches.length, 0.8);
    });
    stepper.sync();
    expect(batches).toHaveLength(20);
    expect(await stepper.drainLosses()).toBeAllclose(await reference.drainLosses(), 1e-5);
    chained.body.masks.forEach(({ mask }, layer) => {
      expect(mask.logits.read()).toBeAllclose(general.body.masks[layer]!.mask.logits.read(), 1e-4);
    });
    expect(chained.heads.kernel).toBeAllclose(general.heads.kernel, 1e-4);
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
    const reference = createGeneralStepper(general.body, general.heads, tasks, activations, settings);
    const stepper = createChainStepper((await readChain(chained.body))!, chained.body, chained.heads, tasks, activations, settings);
    shuffledBatches(activations.count, 50, 1, 1).forEach((batch, step) => {
      for (const each of [reference, stepper]) each.at(batch, step, step / 10, 0.8);
    });
    stepper.sync();
    expect(chained.body.masks[0]!.mask.logits.read()).toBeAllclose(general.body.masks[0]!.mask.logits.read(), 1e-4);
  });

  it('is not for other layers, estimators, penalties, or several samples', async () => {
    const tanh = sequential({
      layers: [
        layers.dense({ units: 9, inputShape: [16], name: 'first' }),
        layers.dense({ units: 7, activation: 'tanh', name: 'second' }),
        layers.dense({ units: 4, name: 'head' }),
      ],
    });
    expect(await readChain(setUp(tanh).body)).toBeUndefined();
    expect(canChain(settings)).toBe(true);
    expect(canChain({ ...settings, samples: 2 })).toBe(false);
    const sample = gumbelSigmoid().sample;
    expect(canChain({ ...settings, estimator: { ...gumbelSigmoid(), sample: (l, noise, t) => sample(l, noise, t) } })).toBe(false);
    const measure = { name: 'expectedUnits', symbol: 'Σl', perTask: (logits: Tensor) => sum(logits, -1) };
    expect(canChain({ ...settings, penalty: (alpha) => pricePenalty(measure, alpha) })).toBe(false);
  });
});
