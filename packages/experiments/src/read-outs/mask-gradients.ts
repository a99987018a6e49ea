import { add, dispose, square, sum, type Tensor, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import type { NewHead } from '@dum/masks/mask-set';
import type { LabelledTask } from './fit-read-outs.js';
import { applyProbes, probesOfGroup, stackReadOuts } from './probes.js';
import type { ActivationBatch, FrozenActivations } from '../masked/frozen-activations.js';
import type { MaskedBody, TaskRange } from '../masked/masked-body.js';
import type { Batch } from '../optimization/batches.js';
import { crossEntropyPerTask, weightedTargets } from '../optimization/cross-entropy.js';
import { sumOverBatches } from '../masked/sum-over-batches.js';

/**
 * The mean over batches of (∂L/∂m)² for the mask m of every unit, at the current masks: `[task][mask]`, an array of units each.
 *
 * L is the weighted cross-entropy of a task's batch under its read-out. A dropped unit has m = 0; its gradient is taken there.
 */
export const maskGradients = async (
  body: MaskedBody,
  readOuts: readonly NewHead[],
  tasks: readonly LabelledTask[],
  activations: FrozenActivations,
  batches: readonly Batch[],
): Promise<Float32Array[][]> => {
  const probes = stackReadOuts(readOuts, body.features);
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const variables = body.masks.map(({ mask }) => mask.logits.read() as Variable);
  const groupGradients = (inputs: readonly Tensor[], group: TaskRange, batch: Batch): Tensor[] => {
    const targets = weightedTargets(labels.slice(group.from, group.from + group.count), batch);
    const ofGroup = probesOfGroup(probes, group, targets.shape[2]);
    const { grads } = variableGrads(
      () => sum(crossEntropyPerTask(applyProbes(ofGroup, body.apply(inputs, group, { step: 0, temperature: 1 })), targets)),
      variables,
    );
    return variables.map(({ name }) => grads[name]!);
  };
  const squaredGradients = ({ batch, tensors }: ActivationBatch): Tensor[] => {
    const inputs = tensors();
    const ofGroups = body.groupsFor(batch.length).map((group) => groupGradients(inputs, group, batch));
    return ofGroups.reduce((before, gradients) => before.map((total, mask) => add(total, gradients[mask]!))).map((total) => square(total));
  };
  const sums = await sumOverBatches(activations.read(batches), tasks.length, squaredGradients);
  dispose([probes.kernel, probes.bias]);
  return sums.map((ofTask) => ofTask.map((ofMask) => ofMask.map((total) => total / batches.length)));
};
