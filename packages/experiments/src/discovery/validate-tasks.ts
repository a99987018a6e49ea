import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Task } from '@dum/datasets';
import { consecutiveBatches } from '../training/batches.js';
import { crossEntropyPerTask, weightedTargets } from '../training/cross-entropy.js';
import { applyHeads, type Heads } from './heads.js';
import type { FrozenActivations, MaskedBody } from './masked-body.js';

/** The loss and accuracy of each task's hard mask on the validation split, under the heads learned with the masks. */
export const validateTasks = async (
  body: MaskedBody,
  heads: Heads,
  tasks: readonly Task[],
  activations: FrozenActivations,
): Promise<{ validationLoss: number; validationAccuracy: number }[]> => {
  const labels = tasks.map(({ validation, classWeights }) => ({ y: validation.y, classWeights }));
  const totals = tasks.map(() => ({ loss: 0, hits: 0, count: 0 }));
  for (const batch of consecutiveBatches(activations.count, 1000)) {
    const [logits, losses] = tidy(() => {
      const outputs = applyHeads(heads, body.apply(activations, batch, false));
      return [outputs, crossEntropyPerTask(outputs, weightedTargets(labels, batch))] as const;
    });
    const [values, sums] = [await logits.data(), await losses.data()];
    const width = logits.shape[2];
    dispose([logits, losses]);
    tasks.forEach(({ classNames, validation }, task) => {
      const total = totals[task]!;
      total.loss += sums[task]! * (batch.length / activations.count);
      batch.forEach((row, index) => {
        const label = validation.y[row]!;
        if (label >= classNames.length) return;
        const start = (task * batch.length + index) * width;
        const best = Math.max(...values.subarray(start, start + classNames.length));
        total.count++;
        if (values[start + label]! >= best) total.hits++;
      });
    });
  }
  return totals.map(({ loss, hits, count }) => ({ validationLoss: loss, validationAccuracy: hits / count }));
};
