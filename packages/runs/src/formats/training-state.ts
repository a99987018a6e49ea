import * as z from 'zod';
import { anyJson, list, count, trainingRecords } from './_fields.js';

/** The format of a training.state file and its version, on its first line before the checksum. */
export const trainingStateFormat = 'dum-training-state 2';

/** The second line of a training.state file: JSON that describes the float32 values after it. */
export const trainingStateHeader = z.strictObject({
  /** The settings that determine the weights, and the time of the training. */
  about: anyJson,
  /** One entry for each epoch that is done. */
  records: trainingRecords,
  /** The number of values of each weight of the network. */
  weights: list(count),
  /** The number of values of Adam's first and second moments for each trainable weight. */
  moments: list(count),
});

/** The second line of a training.state file. */
export type TrainingStateHeader = z.output<typeof trainingStateHeader>;
