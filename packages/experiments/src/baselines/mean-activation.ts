import { abs, add, matMul, mean, reshape, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { model } from '@tensorflow/tfjs-layers';
import { consecutiveBatches } from '../training/batches.js';
import { relativeToLayer } from './relative-to-layer.js';
import type { ScoringRun } from './scoring-run.js';
import { unitCount } from '../discovery/unit-count.js';

const batchRows = 500;

/**
 * One score a unit for each task: its mean absolute output where its mask stands, relative to those of its layer.
 *
 * The mean is over the training samples, weighted as the task weighs their classes; a channel's output is the mean over its positions.
 */
export const meanActivation = async ({ body, tasks, activations, signal }: ScoringRun): Promise<Float32Array[][]> => {
  const tapped = model({ inputs: body.tail.inputs, outputs: body.masks.flatMap(({ mask }) => mask.getOutputAt(0)) });
  let sums: Tensor[] = [];
  for (const batch of consecutiveBatches(activations.count, batchRows)) {
    const weights = tasks.flatMap(({ classWeights, train: { y } }) => Array.from(batch, (row) => classWeights[y[row]!] ?? 0));
    const added = tidy(() => {
      const inputs = activations.tensors(batch);
      const outputs = [tapped.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false }) as Tensor | Tensor[]].flat();
      const weighted = tensor2d(weights, [tasks.length, batch.length]);
      return outputs.map((output, at) => {
        const units = unitCount(body.masks[at]!.mask);
        const perUnit = mean<Tensor>(reshape(abs(output), [batch.length, -1, units]), 1);
        const total = matMul(weighted, perUnit as typeof weighted);
        return sums.length === 0 ? total : add(sums[at]!, total);
      });
    });
    for (const old of sums) old.dispose();
    sums = added;
    signal?.throwIfAborted();
  }
  const values = await Promise.all(sums.map((total) => total.data<'float32'>()));
  for (const total of sums) total.dispose();
  return tasks.map((_, task) =>
    relativeToLayer(
      values.map((ofMask) => {
        const units = ofMask.length / tasks.length;
        return ofMask.slice(task * units, (task + 1) * units);
      }),
    ),
  );
};
