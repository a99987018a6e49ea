import { add, dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { perTask } from './read-logits.js';
import type { ActivationBatch, ActivationBatches } from './frozen-activations.js';

/** Sums a value of every mask, `[tasks, ...units]`, over batches: `[task][mask]`, an array of units each. */
export const sumOverBatches = async (
  batches: ActivationBatches,
  tasks: number,
  tensorsOf: (batch: ActivationBatch) => readonly Tensor[],
  signal?: AbortSignal,
): Promise<Float32Array[][]> => {
  let sums: Tensor[] = [];
  for await (const batch of batches) {
    const before = sums;
    sums = tidy(() => tensorsOf(batch).map((tensor, mask) => (before.length === 0 ? tensor : add(before[mask]!, tensor))));
    dispose(before);
    signal?.throwIfAborted();
  }
  const masks = await Promise.all(sums.map(async (total) => perTask(await total.data<'float32'>(), tasks)));
  dispose(sums);
  return Array.from({ length: tasks }, (_, task) => masks.map((ofMask) => ofMask[task]!));
};
