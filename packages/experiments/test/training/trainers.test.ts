import { memory } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { inMemory, subset } from '@dum/datasets';
import { mlp } from '@dum/experiments';
import { requireFittingInput } from '../../src/networks/input-rows.js';
import { readBatches, type SampleBatch } from '../../src/optimization/read-batches.js';
import type { NetworkTrainer } from '../../src/training/network-trainer.js';
import { accuraciesOf } from '../../src/metrics/accuracy.js';
import { shuffledBatches } from '../../src/optimization/batches.js';
import { readParameters } from '../../src/training/chain/chain-layers.js';
import { createChainPass } from '../../src/training/chain/chain-pass.js';
import { chainTrainerBytes, createChainTrainer } from '../../src/training/chain/chain-trainer.js';
import { createHostKernels } from '../../src/kernels/host-kernels.js';
import { readDenseChain } from '../../src/training/chain/read-dense-chain.js';
import { createGeneralTrainer } from '../../src/training/general-trainer.js';
import { cosineDecay } from '../../src/optimization/schedules.js';
import { softTargets } from '../../src/training/teacher.js';
import { trainingRows } from '../../src/training/training-samples.js';

const count = 120;
const inputs = 13;
const classes = 4;
const classWeights = [1, 0.5, 2, 1.3];
const y = Uint8Array.from({ length: count }, (_, row) => (row * 7) % classes);

/** Samples whose values are other than zero where `keep` says so. */
const samplesWith = (keep: (at: number) => boolean) => ({
  source: inMemory({
    x: Float32Array.from({ length: count * inputs }, (_, at) => (keep(at) ? Math.sin(at * at) + 0.3 * y[Math.floor(at / inputs)]! : 0)),
    sampleShape: [inputs],
  }),
});
const sparse = samplesWith((at) => (at * 31) % 7 < 2);
const dense = samplesWith(() => true);

/** Peaked or flat, sample by sample. */
const teacher = softTargets(
  'test',
  {
    probabilities: Float32Array.from({ length: count * classes }, (_, at) => {
      const scores = [0, 1, 2, 3].map((index) => 4 * Math.sin(3 * Math.floor(at / classes) + index));
      return Math.exp(scores[at % classes]!) / scores.reduce((sum, score) => sum + Math.exp(score), 0);
    }),
    temperature: 2.5,
    weight: 0.7,
  },
  { samples: count, classes },
);

const seeded = (seed: number) => initializers.glorotUniform({ seed });

const networks: Record<string, () => LayersModel> = {
  'two hidden layers': () => mlp({ inputs, hidden: [11, 6], classes, seed: 3 }),
  'no hidden layer': () => mlp({ inputs, hidden: [], classes, seed: 3 }),
  'a linear layer and no bias': () =>
    sequential({
      layers: [
        layers.dense({ units: 40, inputShape: [inputs], useBias: false, activation: 'relu', kernelInitializer: seeded(4) }),
        layers.dense({ units: 9, kernelInitializer: seeded(5) }),
        layers.dense({ units: classes, useBias: false, activation: 'softmax', kernelInitializer: seeded(6) }),
      ],
    }),
  'a softmax layer of its own': () =>
    sequential({
      layers: [
        layers.dense({ units: 12, inputShape: [inputs], activation: 'relu', kernelInitializer: seeded(1) }),
        layers.dense({ units: classes, kernelInitializer: seeded(2) }),
        layers.softmax(),
      ],
    }),
  'a softmax activation of its own': () =>
    sequential({
      layers: [
        layers.dense({ units: classes, inputShape: [inputs], kernelInitializer: seeded(3) }),
        layers.activation({ activation: 'softmax' }),
      ],
    }),
};

const copyOf = (network: LayersModel, make: () => LayersModel): LayersModel => {
  const copy = make();
  copy.setWeights(network.getWeights());
  return copy;
};

describe('the chain trainer', () => {
  for (const [data, samples, targets, inputDropout] of [
    ['sparse samples', sparse, { y, classWeights }, 0],
    ['dense samples', dense, { y, classWeights }, 0],
    ['sparse samples and a teacher', sparse, { y, classWeights, teacher }, 0],
    ['dense samples of which some are dropped', dense, { y, classWeights }, 0.3],
  ] as const) {
    it.each(Object.keys(networks))(`takes the steps of the general one, on ${data}, with %s`, async (name) => {
      const reference = networks[name]!();
      const network = copyOf(reference, networks[name]!);
      const rateAt = cosineDecay(0.01);
      const seen = trainingRows({ inputDropout, seed: 4 });
      const general = createGeneralTrainer(reference, requireFittingInput(reference, [inputs]), seen, targets);
      const before = memory().numTensors;
      const chained = await createChainTrainer(readDenseChain(network)!, seen, targets, 25);
      const batches = [1, 2, 3, 4, 5].flatMap((epoch) => shuffledBatches(count, 25, 1, epoch));
      const starting = network.getWeights()[0]!.dataSync();
      const run = async (trainer: NetworkTrainer) => {
        let step = 0;
        for await (const batch of readBatches(samples.source, batches)) {
          trainer.step(batch, rateAt(step / batches.length), step);
          step++;
        }
      };
      await run(chained);
      chained.sync();
      expect(memory().numTensors).toBe(before);
      await run(general);
      expect(network.getWeights()[0]).not.toBeAllclose(starting, 1e-2);
      const few = { source: subset(samples.source, [...y.subarray(0, 33).keys()]) };
      expect(accuraciesOf(await chained.outputs(few), y.subarray(0, 33))).toEqual(
        accuraciesOf(await general.outputs(few), y.subarray(0, 33)),
      );
      expect(await chained.drainLoss()).toBeCloseTo(await general.drainLoss(), 4);
      network.getWeights().forEach((weight, at) => {
        expect(weight).toBeAllclose(reference.getWeights()[at]!, 1e-5);
      });
      general.dispose();
      chained.dispose();
    });
  }

  it.each(Object.keys(networks))('has the gradient of the loss, by finite differences, with %s', async (name) => {
    const chain = readDenseChain(networks[name]!())!;
    const kernels = await createHostKernels(chainTrainerBytes(chain, 40));
    const parameters = await readParameters(chain, kernels);
    const pass = createChainPass(kernels, parameters, trainingRows({ inputDropout: 0, seed: 1 }), { y, classWeights, teacher }, 40);
    const { value: batch } = (await readBatches(sparse.source, shuffledBatches(count, 40, 1, 1)).next()) as { value: SampleBatch };
    for (const { kernel, kernelGradient, bias, biasGradient, dense } of parameters.layers) {
      const parts = [[kernel, kernelGradient] as const, ...(dense.hasBias ? [[bias, biasGradient] as const] : [])];
      for (const [values, gradient] of parts) {
        const start = values.slice();
        pass.loss(batch, 0);
        const slope = gradient.slice();
        const direction = slope.map((value, at) => value + Math.hypot(...slope) * 0.2 * Math.sin(at));
        const along = (step: number) => {
          values.set(start.map((value, at) => value + step * direction[at]!));
          return pass.loss(batch, 0);
        };
        const found = (along(0.003) - along(-0.003)) / 0.006;
        values.set(start);
        const expected = slope.reduce((total, value, at) => total + value * direction[at]!, 0);
        expect(found / expected).toBeCloseTo(1, 2);
      }
    }
  });

  it.each([
    ['a frozen layer', [layers.dense({ units: 4, inputShape: [3], trainable: false }), layers.dense({ units: 2, activation: 'softmax' })]],
    [
      'an activation it does not know',
      [layers.dense({ units: 4, inputShape: [3], activation: 'tanh' }), layers.dense({ units: 2, activation: 'softmax' })],
    ],
    [
      'dropout',
      [layers.dense({ units: 4, inputShape: [3] }), layers.dropout({ rate: 0.5 }), layers.dense({ units: 2, activation: 'softmax' })],
    ],
    ['a softmax behind a relu', [layers.dense({ units: 4, inputShape: [3], activation: 'relu' }), layers.softmax()]],
    ['two softmaxes', [layers.dense({ units: 4, inputShape: [3], activation: 'softmax' }), layers.softmax()]],
    ['a softmax over the samples', [layers.dense({ units: 4, inputShape: [3] }), layers.softmax({ axis: 0 })]],
    ['nothing but a softmax', [layers.softmax({ inputShape: [3] })]],
  ])('is not for %s', (_, parts) => {
    expect(readDenseChain(sequential({ layers: parts }))).toBeUndefined();
  });
});
