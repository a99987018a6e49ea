import { tensor, tidy } from '@tensorflow/tfjs-core';
import { type Estimator, gumbelSigmoid, textKey } from '@dum/masks';
import { gatherRows } from '../../training/batches.js';
import { cosineDecay } from '../../training/schedules.js';
import type { Heads } from '../heads.js';
import type { MaskStepper } from '../mask-stepper.js';
import type { FrozenActivations, MaskedBody } from '../masked-body.js';
import type { DiscoverySettings } from '../options.js';
import { softmaxLoss } from '../softmax-loss.js';
import { addMaskGradient, backwardLayer, finishMaskGradient, forwardLayer, gateByRows, outerProduct } from './chain-pass.js';
import { createHostAdam } from './host-adam.js';
import { backwardHead, featureGradients, headLogits } from './host-head.js';
import { penaltySlope } from './penalty-slopes.js';
import { product } from './products.js';
import type { ChainLayer } from './read-chain.js';
import { createSampledMask } from './sampled-mask.js';
import type { SearchTask } from '../search-task.js';

/** Whether the settings are such that {@link createChainStepper} computes what the general stepper does. */
export const canChain = ({
  estimator,
  samples,
  penalty,
  alpha,
}: Pick<DiscoverySettings, 'estimator' | 'samples' | 'penalty' | 'alpha'>): boolean =>
  isGumbelSigmoid(estimator) && samples === 1 && penaltySlope(penalty(alpha)) !== undefined;

/** Told by its functions, since anyone may take a name. */
const isGumbelSigmoid = ({ sample, keepProbability }: Estimator): boolean =>
  sample === gumbelSigmoid().sample && keepProbability === gumbelSigmoid().keepProbability;

/**
 * Steps for a chain of dense layers between masks, on the host but for the large products: sampled masks are sparse, and a unit that a
 * sample drops costs nothing forward, and nothing backward but for its own gradient.
 *
 * The exact gradients of the general stepper, by the formulas of a dense chain. Logits, heads, noise and Adam are typed arrays; each
 * step makes one product a task and layer forward, with the kept inputs alone, and one for all tasks backward, with the kept units alone.
 */
export const createChainStepper = (
  chain: readonly ChainLayer[],
  body: MaskedBody,
  heads: Heads,
  tasks: readonly SearchTask[],
  activations: FrozenActivations,
  { penalty, alpha, seed, learningRate, headLearningRate }: DiscoverySettings,
): MaskStepper => {
  const slope = penaltySlope(penalty(alpha))!;
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const masks = body.masks.map(({ mask }) => createSampledMask(mask, taskSeeds, seed));
  const last = masks.at(-1)!;
  const [kernel, bias] = [heads.kernel, heads.bias].map((weight) => Float32Array.from(weight.dataSync())) as [Float32Array, Float32Array];
  const classes = heads.bias.shape[2]!;
  const trained = [
    ...masks.map(({ logits }) => ({ adam: createHostAdam(logits), rateAt: cosineDecay(learningRate) })),
    ...[kernel, bias].map((weight) => ({ adam: createHostAdam(weight), rateAt: cosineDecay(headLearningRate) })),
  ];
  const inputs = masks[0]!.units;
  let losses = tasks.map(() => 0);

  return {
    at(batch, step, progress, temperature) {
      const size = batch.length;
      for (const mask of masks) mask.sample(step, temperature);
      const x = gatherRows(activations.values[0]!, inputs, batch);
      const columns = transpose(x, size, inputs);
      const gradients = masks.map(({ logits }) => new Float32Array(logits.length));
      const [kernelGradient, biasGradient] = [new Float32Array(kernel.length), new Float32Array(bias.length)];
      const of = (task: number, layer: number) => gradients[layer]!.subarray(task * masks[layer]!.units, (task + 1) * masks[layer]!.units);
      const firstGradients = tasks.map((_, task) => {
        const rows = [columns];
        for (const [at, layer] of chain.entries()) rows.push(forwardLayer(layer, masks[at]!.kept[task]!, rows[at]!, size));
        const kept = last.kept[task]!;
        const place = { task, features: last.units, classes };
        const gradient = headLogits(place, { kernel, bias }, kept, rows.at(-1)!, size);
        losses[task]! += softmaxLoss(gradient, labels[task]!, batch);
        addHeadGradients(
          place,
          kernel,
          kept,
          featureGradients(rows.at(-1)!, gradient, place, size),
          of(task, chain.length),
          kernelGradient,
        );
        for (let at = 0; at < gradient.length; at++) biasGradient[task * classes + Math.floor(at / size)]! += gradient[at]!;
        return chain.reduceRight<Float32Array>(
          (before, layer, at) => {
            const upper = masks[at + 1]!.kept[task]!;
            const gated = at === chain.length - 1 && layer.isRelu ? gateByRows(before, upper, rows[at + 1]!, size) : before;
            if (at === 0) return gated;
            addMaskGradient(layer, upper, outerProduct(gated, rows[at]!, upper, layer.inputs), of(task, at));
            return backwardLayer(layer, { layer: chain[at - 1]!, kept: masks[at]!.kept[task]!, rows: rows[at]! }, upper, gated, size);
          },
          chain.length === 0 ? new Float32Array(0) : backwardHead(place, kernel, kept, gradient, size),
        );
      });
      if (chain.length > 0) addFirstMaskGradients(chain[0]!, masks[1]!.kept, firstGradients, x, gradients[0]!);
      for (const [at, mask] of masks.entries()) finishMaskGradient(mask, gradients[at]!, slope);
      for (const [at, gradient] of [...gradients, kernelGradient, biasGradient].entries()) {
        trained[at]!.adam.update(gradient, trained[at]!.rateAt(progress));
      }
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
        heads.kernel.assign(tensor(kernel.slice(), heads.kernel.shape));
        heads.bias.assign(tensor(bias.slice(), heads.bias.shape));
      });
    },
    dispose: () => undefined,
  };
};

const transpose = (values: Float32Array, rows: number, columns: number): Float32Array => {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column]!;
  }
  return turned;
};

const addHeadGradients = (
  { task, features, classes }: { readonly task: number; readonly features: number; readonly classes: number },
  kernel: Float32Array,
  kept: Uint32Array,
  sums: Float32Array,
  maskGradient: Float32Array,
  kernelGradient: Float32Array,
): void => {
  const start = task * features * classes;
  sums.forEach((sum, at) => {
    maskGradient[Math.floor(at / classes)]! += sum * kernel[start + at]!;
  });
  for (const feature of kept) {
    for (let at = feature * classes; at < (feature + 1) * classes; at++) kernelGradient[start + at] = sums[at]!;
  }
};

/** The first layer reads the same inputs for all tasks, so one product serves them all. */
const addFirstMaskGradients = (
  layer: ChainLayer,
  kept: readonly Uint32Array[],
  gradients: readonly Float32Array[],
  x: Float32Array,
  maskGradient: Float32Array,
): void => {
  const rows = kept.reduce((total, { length }) => total + length, 0);
  const stacked = new Float32Array(gradients.reduce((total, { length }) => total + length, 0));
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
