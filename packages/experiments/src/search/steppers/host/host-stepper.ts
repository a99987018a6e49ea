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
import type { HostPass } from './host-pass.js';
import { addStraightThrough, logitGradient } from './logit-gradients.js';
import { penaltySlope } from './penalty-slopes.js';
import { createSampledMask } from './sampled-mask.js';

/** Whether {@link createHostStepper} computes the same as the general stepper for these settings. */
export const canStepOnHost = (settings: HostSettings): boolean => {
  const { estimator, penalty, dropped } = settings;
  return dropped === 'zero' && learnsLabels(settings) && isGumbelSigmoid(estimator) && penaltySlope(penalty) !== undefined;
};

type HostSettings = Pick<DiscoverySettings, 'estimator' | 'penalty' | 'objective' | 'readOut' | 'dropped'>;

/** Whether masks learn the labels with linear probes, which the host can compute. */
export const learnsLabels = ({ objective, readOut }: Pick<DiscoverySettings, 'objective' | 'readOut'>): boolean =>
  objective.perTask === crossEntropy().perTask && readOut === 'new-head';

/** Compares functions, because other estimators may have the same name. */
const isGumbelSigmoid = ({ sample, keepProbability }: Estimator): boolean =>
  sample === gumbelSigmoid().sample && keepProbability === gumbelSigmoid().keepProbability;

/**
 * Steps on the host. Logits, linear probes, noise and Adam are typed arrays, and a pass runs the frozen layers between masks. Each of several
 * samples of the masks has its part of the batch.
 *
 * It computes the exact gradients of the general stepper.
 */
export const createHostStepper = (
  pass: HostPass,
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
  const gradients = {
    masks: masks.map(({ logits }) => new Float32Array(logits.length)),
    kernel: new Float32Array(kernel.length),
    bias: new Float32Array(bias.length),
  };
  const straightThrough = masks.map(({ logits }) => new Float64Array(logits.length));
  const all = [...gradients.masks, gradients.kernel, gradients.bias];
  let factors: readonly Float32Array[] = masks.map(() => new Float32Array(tasks.length).fill(1));
  let losses = tasks.map(() => 0);

  const passSample = (batch: Uint32Array, x: Float32Array, of: number, step: number, sample: number, temperature: number): void => {
    for (const mask of masks) mask.draw(step, sample, temperature);
    for (const gradient of gradients.masks) gradient.fill(0);
    pass({ batch, of, x, masks, probes: { kernel, bias, classes }, gradients, labels, losses });
    for (const [at, mask] of masks.entries()) addStraightThrough(mask, gradients.masks[at]!, straightThrough[at]!);
  };

  return {
    at({ batch, rows }, step, progress, temperature) {
      const x = rows();
      const inputs = x.length / batch.length;
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
