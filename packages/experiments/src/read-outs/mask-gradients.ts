import type { NewHead } from '@dum/masks/mask-set';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import { createTaskPasses } from '../masked/images/task-passes.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { Batch } from '../optimization/batches.js';
import type { LabelledTask } from './fit-read-outs.js';
import { maskGradientsOnBackend } from './mask-gradients-on-backend.js';
import { maskGradientsOnHost } from './mask-gradients-on-host.js';

/**
 * The mean over batches of (∂L/∂m)² for the mask m of every unit, at the current masks: `[task][mask]`, an array of units each.
 *
 * L is the weighted cross-entropy of a task's batch under its read-out. A dropped unit has m = 0; its gradient is taken there. Tails on
 * images are computed on the host, whose kernels pass over dropped channels and need little memory.
 */
export const maskGradients = async (
  body: MaskedBody,
  readOuts: readonly NewHead[],
  tasks: readonly LabelledTask[],
  activations: FrozenActivations,
  batches: readonly Batch[],
): Promise<Float32Array[][]> => {
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const read = activations.read(batches);
  const passes = await createTaskPasses(body, true);
  const sums = await (passes === undefined
    ? maskGradientsOnBackend(body, readOuts, labels, read)
    : maskGradientsOnHost(passes, body, readOuts, labels, read));
  return sums.map((ofTask) => ofTask.map((ofMask) => ofMask.map((total) => total / batches.length)));
};
