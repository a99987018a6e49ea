import { tensor, tidy } from '@tensorflow/tfjs-core';
import { type Estimator, gumbelSigmoid } from '@dum/masks';
import { textKey } from '@dum/masks/noise';
import { createHostAdam } from '../../../optimization/host-adam.js';
import { cosineDecay } from '../../../optimization/schedules.js';
import { pricedPenalties } from '../../price/layer-prices.js';
import type { Probes } from '../../../read-outs/index.js';
import type { MaskStepper } from '../mask-stepper.js';
import type { MaskedBody } from '../../../masked/masked-body.js';
import { crossEntropy } from '../../objectives/cross-entropy.js';
import type { DiscoverySettings } from '../../options.js';
import type { SearchTask } from '../../search-task.js';
import { addMaskGradient, addStraightThrough, logitGradient } from './chain-pass.js';
import { penaltySlope } from './penalty-slopes.js';
import { product } from '../../../masked/dense/products.js';
import type { FrozenDenseLayer } from '../../../masked/dense/read-chain.js';
import { createSampledMask } from './sampled-mask.js';
import { batchColumns, createScratch, type Scratch } from './scratch.js';
import { passTask } from './task-pass.js';

/** Whether {@link createChainStepper} computes the same as the general stepper for these settings. */
export const canChain = (settings: ChainSettings): boolean => {
  const { estimator, penalty, dropped } = settings;
  return dropped === 'zero' && learnsLabels(settings) && isGumbelSigmoid(estimator) && penaltySlope(penalty) !== undefined;
};

type ChainSettings = Pick<DiscoverySettings, 'estimator' | 'penalty' | 'objective' | 'readOut' | 'dropped'>;

/** Whether masks learn the labels with linear probes, which chains and host kernels can compute. */
export const learnsLabels = ({ objective, readOut }: Pick<DiscoverySettings, 'objective' | 'readOut'>): boolean =>
  objective.perTask === crossEntropy().perTask && readOut === 'new-head';

/** Compares functions, because other estimators may have the same name. */
const isGumbelSigmoid = ({ sample, keepProbability }: Estimator): boolean =>
  sample === gumbelSigmoid().sample && keepProbability === gumbelSigmoid().keepProbability;

/**
 * Steps for a chain of dense layers between masks, on the host except for large products. Sampled masks are sparse: a dropped unit costs
 * nothing forward, and only its own gradient backward.
 *
 * It computes the exact gradients of the general stepper by the formulas of a dense chain. Logits, linear probes, noise and Adam are typed
 * arrays. Each step makes one product for each task and layer forward, from the kept inputs, and one for all tasks backward, from the kept
 * units. Each of several samples has its part of the batch.
 */
export const createChainStepper = (
  chain: readonly FrozenDenseLayer[],
  body: MaskedBody,
  probes: Probes,
  tasks: readonly SearchTask[],
  settings: DiscoverySettings,
): MaskStepper => {
  const { samples, seed, learningRate, headLearningRate } = settings;
  const slopes = pricedPenalties(settings, body.masks).map((penalty) => penaltySlope(penalty)!);
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const masks = body.masks.map(({ mask }) => createSampledMask(mask, taskSeeds, seed));
  const [kernel, bias] = [probes.kernel, probes.bias].map((weight) => Float32Array.from(weight.dataSync())) as [Float32Array, Float32Array];
  const classes = probes.bias.shape[2]!;
  const trained = [
    ...masks.map(({ logits }) => ({ adam: createHostAdam(logits), rateAt: cosineDecay(learningRate) })),
    ...[kernel, bias].map((weight) => ({ adam: createHostAdam(weight), rateAt: cosineDecay(headLearningRate) })),
  ];
  const inputs = masks[0]!.units;
  const gradients = {
    masks: masks.map(({ logits }) => new Float32Array(logits.length)),
    kernel: new Float32Array(kernel.length),
    bias: new Float32Array(bias.length),
  };
  const straightThrough = masks.map(({ logits }) => new Float64Array(logits.length));
  const all = [...gradients.masks, gradients.kernel, gradients.bias];
  const scratch = createScratch();
  let factors: readonly Float32Array[] = masks.map(() => new Float32Array(tasks.length).fill(1));
  let losses = tasks.map(() => 0);

  const passSample = (batch: Uint32Array, x: Float32Array, of: number, step: number, sample: number, temperature: number): void => {
    for (const mask of masks) mask.draw(step, sample, temperature);
    for (const gradient of gradients.masks) gradient.fill(0);
    const columns = batchColumns(x, batch.length, inputs, scratch);
    const shared = { chain, masks, probes: { kernel, bias, classes }, gradients, batch, of, columns, scratch };
    const firsts = labels.map((ofTask, task) => {
      const { loss, first } = passTask(shared, task, ofTask);
      losses[task]! += loss;
      return first;
    });
    if (chain.length > 0) addFirstMaskGradients(chain[0]!, masks[1]!.kept, firsts, x, gradients.masks[0]!, scratch);
    for (const [at, mask] of masks.entries()) addStraightThrough(mask, gradients.masks[at]!, straightThrough[at]!);
  };

  return {
    at({ batch, rows }, step, progress, temperature) {
      const x = rows();
      for (const gradient of [...straightThrough, gradients.kernel, gradients.bias]) gradient.fill(0);
      for (let sample = 0; sample < samples; sample++) {
        const [start, end] = partOf(batch.length, sample, samples);
        if (start < end)
          passSample(batch.subarray(start, end), x.subarray(start * inputs, end * inputs), batch.length, step, sample, temperature);
      }
      for (const [at, mask] of masks.entries()) logitGradient(mask, straightThrough[at]!, slopes[at]!, factors[at]!, gradients.masks[at]!);
      for (const [at, gradient] of all.entries()) trained[at]!.adam.update(gradient, trained[at]!.rateAt(progress));
    },
    price(changed) {
      factors = changed;
    },
    drainLosses() {
      const drained = losses;
      losses = tasks.map(() => 0);
      return Promise.resolve(drained);
    },
    sync() {
      tidy(() => {
        for (const [at, { mask }] of body.masks.entries())
          mask.logits.write(tensor(masks[at]!.logits.slice(), mask.logits.shape as number[]));
        probes.kernel.assign(tensor(kernel.slice(), probes.kernel.shape));
        probes.bias.assign(tensor(bias.slice(), probes.bias.shape));
      });
    },
    dispose: () => undefined,
  };
};

/** The rows of a batch that use a sample: row i uses sample ⌊i · samples / rows⌋. With fewer rows than samples, some samples have none. */
const partOf = (rows: number, sample: number, samples: number): [start: number, end: number] => [
  Math.ceil((sample * rows) / samples),
  Math.ceil(((sample + 1) * rows) / samples),
];

/** One product for all tasks, because the first layer reads the same inputs for all. */
const addFirstMaskGradients = (
  layer: FrozenDenseLayer,
  kept: readonly Uint32Array[],
  gradients: readonly Float32Array[],
  x: Float32Array,
  maskGradient: Float32Array,
  scratch: Scratch,
): void => {
  const rows = kept.reduce((total, { length }) => total + length, 0);
  const stacked = scratch(
    'gradients of the first layer',
    gradients.reduce((total, { length }) => total + length, 0),
  );
  gradients.reduce((at, gradient) => {
    stacked.set(gradient, at);
    return at + gradient.length;
  }, 0);
  const outer = product(stacked, x, rows, layer.inputs);
  kept.reduce((row, units, task) => {
    const ofTask = outer.subarray(row * layer.inputs, (row + units.length) * layer.inputs);
    addMaskGradient(layer, units, ofTask, maskGradient.subarray(task * layer.inputs, (task + 1) * layer.inputs));
    return row + units.length;
  }, 0);
};
