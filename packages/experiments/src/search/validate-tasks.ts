import { consecutiveBatches } from '../optimization/batches.js';
import { createHardFeatures } from '../masked/hard-features.js';
import { type Heads, readHeads, readOutLogits } from '../read-outs/index.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import { softmaxLoss } from '../optimization/softmax-loss.js';
import type { SearchTask } from './search-task.js';

/** The figures of a task's hard mask on the validation split, without the penalty. */
export interface Validated {
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

/** The cross-entropy and accuracy of each task's hard mask on the validation split, with the linear probes learned with the masks. */
export const validateTasks = async (
  body: MaskedBody,
  heads: Heads,
  tasks: readonly SearchTask[],
  activations: FrozenActivations,
): Promise<Validated[]> => {
  const totals = tasks.map(() => ({ loss: 0, hits: 0, count: 0 }));
  const readOuts = await readHeads(heads);
  const featuresOf = await createHardFeatures(body);
  for await (const read of activations.read(consecutiveBatches(activations.count, body.rowsAtOnce))) {
    const { batch } = read;
    const features = await featuresOf(read);
    tasks.forEach(({ classNames, classWeights, validation: { y } }, task) => {
      const total = totals[task]!;
      const logits = readOutLogits(features[task]!, readOuts[task]!, batch.length);
      batch.forEach((row, sample) => {
        const label = y[row]!;
        if (label >= classNames.length) return;
        total.count++;
        const answers = classNames.map((_, index) => logits[index * batch.length + sample]!);
        if (answers.indexOf(Math.max(...answers)) === label) total.hits++;
      });
      total.loss += softmaxLoss(logits, { y, classWeights }, batch) * (batch.length / activations.count);
    });
  }
  return totals.map(({ loss, hits, count }) => ({ validationLoss: loss, validationAccuracy: hits / count }));
};
