import type { NewHead } from '@dum/masks/mask-set';
import type { ActivationBatches } from '../masked/frozen-activations.js';
import type { TaskPasses } from '../masked/images/task-passes.js';
import { type MaskedBody, unitCount } from '../masked/masked-body.js';
import type { WeightedLabels } from '../optimization/cross-entropy.js';
import { softmaxLoss } from '../optimization/softmax-loss.js';
import { readOutBackward, readOutLogits } from './read-out-logits.js';

/** The sums over batches of the squared gradients of masks, by passes over images: `[task][mask]`, an array of units each. */
export const maskGradientsOnHost = async (
  passes: TaskPasses,
  body: MaskedBody,
  readOuts: readonly NewHead[],
  labels: readonly WeightedLabels[],
  batches: ActivationBatches,
): Promise<Float32Array[][]> => {
  const zeros = () => readOuts.map(() => body.masks.map(({ mask }) => new Float32Array(unitCount(mask))));
  const indices = Uint32Array.from({ length: passes.features }, (_, feature) => feature);
  const sums = zeros();
  for await (const { batch, rows } of batches) {
    const gradients = zeros();
    passes.each(rows(), batch.length, (task, { forward, backward }, kept, { start, count }) => {
      const logits = readOutLogits({ indices, rows: forward(kept) }, readOuts[task]!, count);
      softmaxLoss(logits, labels[task]!, batch.subarray(start, start + count), batch.length);
      const ofMasks = backward(readOutBackward(readOuts[task]!, indices, logits, count));
      addTo(gradients[task]!, ofMasks, (gradient) => gradient);
    });
    sums.forEach((ofTask, task) => {
      addTo(ofTask, gradients[task]!, (gradient) => gradient * gradient);
    });
  }
  return sums;
};

const addTo = (sums: readonly Float32Array[], gradients: readonly Float32Array[], term: (gradient: number) => number): void => {
  for (const [mask, ofMask] of sums.entries())
    for (let unit = 0; unit < ofMask.length; unit++) ofMask[unit]! += term(gradients[mask]![unit]!);
};
