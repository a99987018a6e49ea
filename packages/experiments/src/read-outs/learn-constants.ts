import { add, dispose, nextFrame, sum, type Scalar, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import type { DroppedConstants, MaskSet } from '@dum/masks/mask-set';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';
import { writeMaskings } from '../masked/re-estimate.js';
import { perTask } from '../masked/read-logits.js';
import { shuffledBatches, stepsPerEpoch } from '../optimization/batches.js';
import { crossEntropyPerTask, weightedTargets } from '../optimization/cross-entropy.js';
import { createDeviceAdam, type DeviceAdam } from '../optimization/device-adam.js';
import { cosineDecay, type Schedule } from '../optimization/schedules.js';
import type { LabelledTask, ReadOutOptions } from './fit-read-outs.js';
import { applyProbes, probesOfGroup, stackReadOuts } from './probes.js';
import { readOutsOfMasks } from './read-outs-of-masks.js';

/** The variables of the constants of a body's masks, with the optimizer and the learning rate of each. */
export interface LearnedConstants {
  readonly variable: Variable;
  readonly adam: DeviceAdam;
  readonly rateAt: Schedule;
}

/** The share of the size of a layer's means that a step may change a constant by. */
const shareOfMeans = 0.02;

/** What optimizes the constants of a body: Adam, at a rate of .02 of the root mean square of the layer's means, which falls to 0. */
export const createConstantLearners = ({ masks }: MaskedBody, means: DroppedConstants): LearnedConstants[] =>
  masks.map(({ mask }, at) => {
    const variable = mask.constants!.read() as Variable;
    const { values } = means.layers[at]!;
    const scale = Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length);
    return { variable, adam: createDeviceAdam([variable]), rateAt: cosineDecay(shareOfMeans * (scale > 0 ? scale : 1)) };
  });

/** Reads the constants of each task. */
const readConstants = async ({ masks, tasks }: MaskedBody): Promise<DroppedConstants[]> => {
  const layers = await Promise.all(
    masks.map(async ({ mask }) => perTask(Float32Array.from(await mask.constants!.read().data<'float32'>()), tasks)),
  );
  return Array.from({ length: tasks }, (_, task) => ({
    kind: 'constant',
    layers: masks.map(({ layer }, at) => ({ layer, values: layers[at]![task]! })),
  }));
};

/**
 * Learns what the dropped units of given masks become, from their means on: by gradient descent on the cross-entropy of each task behind a
 * linear probe that was fitted with the means.
 *
 * Found masks and controls learn alike: the same start, batches, rate and epochs. Li and Janson 2024 (arXiv 2409.09951) call what remains
 * of the loss then that of optimal ablation.
 */
export const learnConstants = async (
  body: MaskedBody,
  maskSets: readonly MaskSet[],
  tasks: readonly LabelledTask[],
  activations: FrozenActivations,
  means: DroppedConstants,
  options: Omit<ReadOutOptions, 'features' | 'onStep'>,
): Promise<DroppedConstants[]> => {
  const { epochs, batchSize, seed, signal } = options;
  writeMaskings(
    body,
    maskSets.map((masks) => ({ masks, dropped: means })),
  );
  const probes = stackReadOuts(await readOutsOfMasks(body, tasks, activations, options), body.features);
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const learners = createConstantLearners(body, means);
  const variables = learners.map(({ variable }) => variable);
  const steps = epochs * stepsPerEpoch(activations.count, batchSize);
  let step = 0;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for await (const { batch, tensors } of activations.read(shuffledBatches(activations.count, batchSize, seed, epoch))) {
        tidy(() => {
          const inputs = tensors();
          const gradients = body.groupsFor(batch.length).map((group) => {
            const targets = weightedTargets(labels.slice(group.from, group.from + group.count), batch);
            const ofGroup = probesOfGroup(probes, group, targets.shape[2]);
            const loss = () => sum<Scalar>(crossEntropyPerTask(applyProbes(ofGroup, body.apply(inputs, group, false)), targets));
            return variableGrads(loss, variables).grads;
          });
          for (const { variable, adam, rateAt } of learners) {
            const total = gradients.map((grads) => grads[variable.name]!).reduce((all, gradient) => add(all, gradient));
            adam.update([total], rateAt(step / steps));
          }
        });
        step++;
        if (step % stepsPerPause === 0) await nextFrame();
        signal?.throwIfAborted();
      }
    }
    return await readConstants(body);
  } finally {
    dispose([probes.kernel, probes.bias]);
    for (const { adam } of learners) adam.dispose();
  }
};

/** Steps between pauses that let other work of the process run. */
const stepsPerPause = 20;
