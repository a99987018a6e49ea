import { abs, matMul, mean, reshape, type Tensor, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { model } from '@tensorflow/tfjs-layers';
import { channelsOfUnit } from '@dum/masks';
import { consecutiveBatches } from '../optimization/batches.js';
import type { ActivationBatch } from '../masked/frozen-activations.js';
import { relativeToLayer } from './relative-to-layer.js';
import type { ScoringRun } from './scoring-run.js';
import { sumOverBatches } from '../masked/sum-over-batches.js';
import { unitCount } from '../masked/masked-body.js';

const batchRows = 500;

/**
 * One score per unit for each task: its mean absolute output at the place of its mask, relative to those of its layer.
 *
 * The mean is over the training samples, weighted by the class weights of the task. The output of a channel is the mean over its positions,
 * that of a group of channels over its channels too.
 */
export const meanActivation = async ({ body, tasks, activations, signal }: ScoringRun): Promise<Float32Array[][]> => {
  const { tail, masks } = body;
  const tapped = model({ inputs: tail.inputs, outputs: masks.flatMap(({ mask }) => tail.getLayer(mask.name).getOutputAt(0)) });
  const substituteMasks = new Map(masks.map(({ mask }) => [mask.name, mask]));
  const kwargs = { training: false, substituteMasks, maskTasks: { from: 0, count: 1 } };
  const weightedOutputs = ({ batch, tensors }: ActivationBatch): Tensor[] => {
    const weights = tasks.flatMap(({ classWeights, train: { y } }) => Array.from(batch, (row) => classWeights[y[row]!] ?? 0));
    const inputs = tensors();
    const outputs = [tapped.apply(inputs.length === 1 ? inputs[0]! : inputs, kwargs) as Tensor | Tensor[]].flat();
    return outputs.map((output, at) => {
      const { mask } = masks[at]!;
      const perUnit = mean<Tensor>(reshape(abs(output), [batch.length, -1, unitCount(mask), channelsOfUnit(mask.granularity)]), [1, 3]);
      return matMul(tensor2d(weights, [tasks.length, batch.length]), perUnit as Tensor2D);
    });
  };
  const batches = consecutiveBatches(activations.count, batchRows);
  return (await sumOverBatches(activations.read(batches), tasks.length, weightedOutputs, signal)).map(relativeToLayer);
};
