import { mul, stack, step, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { consecutiveBatches } from '../optimization/batches.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { Objective } from './objectives/objective.js';
import type { SearchReadOuts } from './search-read-outs.js';
import { createAnswers } from './search-answers.js';
import type { SearchTask } from './search-task.js';
import { createHardFeatures } from '../masked/hard-features.js';
import { type Probes, readProbes, readOutLogits } from '../read-outs/index.js';
import { softmaxLoss } from '../optimization/softmax-loss.js';

/** The figures of a task's hard mask on the validation split, without the penalty. */
export interface Validated {
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

/** The cross-entropy and accuracy of each task's hard mask on the validation split, with the linear probes learned with the masks. */
export const validateTasks = async (
  body: MaskedBody,
  probes: Probes,
  tasks: readonly SearchTask[],
  activations: FrozenActivations,
): Promise<Validated[]> => {
  const totals = tasks.map(() => ({ loss: 0, hits: 0, count: 0 }));
  const readOuts = await readProbes(probes);
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

/**
 * The loss of each task's hard mask on the validation split, by any objective, and the share of right answers among samples with a weight.
 */
export const validateObjective = async (
  body: MaskedBody,
  searchReadOuts: SearchReadOuts,
  tasks: readonly SearchTask[],
  activations: FrozenActivations,
  objective: Objective,
): Promise<Validated[]> => {
  const answersTo = createAnswers(body, searchReadOuts, tasks, 'validation');
  const totals = tasks.map(() => ({ loss: 0, hits: 0, count: 0 }));
  for await (const { batch, tensors } of activations.read(consecutiveBatches(activations.count, body.rowsAtOnce))) {
    const groups = body.groupsFor(batch.length);
    const figures = tidy(() => {
      const inputs = tensors();
      return groups.map((group): Tensor => {
        const answers = answersTo({ inputs, group, batch, sample: false });
        const counts = step(sum(answers.targets, -1));
        return stack([objective.perTask(answers), sum(mul(counts, objective.isRight(answers)), -1), sum(counts, -1)]);
      });
    });
    for (const [at, { from, count }] of groups.entries()) {
      const values = await figures[at]!.data();
      figures[at]!.dispose();
      for (let task = 0; task < count; task++) {
        const total = totals[from + task]!;
        total.loss += values[task]! * (batch.length / activations.count);
        total.hits += values[count + task]!;
        total.count += values[2 * count + task]!;
      }
    }
  }
  return totals.map(({ loss, hits, count }) => ({ validationLoss: loss, validationAccuracy: hits / count }));
};
