import { add, dispose, square, sum, type Tensor, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import type { NewHead } from '@dum/masks/mask-set';
import type { ActivationBatch, ActivationBatches } from '../masked/frozen-activations.js';
import type { MaskedBody, TaskRange } from '../masked/masked-body.js';
import { sumOverBatches } from '../masked/sum-over-batches.js';
import type { Batch } from '../optimization/batches.js';
import { crossEntropyPerTask, type WeightedLabels, weightedTargets } from '../optimization/cross-entropy.js';
import { applyProbes, probesOfGroup, stackReadOuts } from './probes.js';

/** The sums over batches of the squared gradients of masks, by the gradients of the backend: `[task][mask]`, an array of units each. */
export const maskGradientsOnBackend = async (
  body: MaskedBody,
  readOuts: readonly NewHead[],
  labels: readonly WeightedLabels[],
  batches: ActivationBatches,
): Promise<Float32Array[][]> => {
  const probes = stackReadOuts(readOuts, body.features);
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
  const sums = await sumOverBatches(batches, labels.length, squaredGradients);
  dispose([probes.kernel, probes.bias]);
  return sums;
};
