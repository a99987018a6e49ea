import * as z from 'zod';
import { anyJson, list, count, trainingRecords } from './_fields.js';

/** The format of a training.state file and its version, as they stand on its first line before the checksum. */
export const trainingStateFormat = 'dum-training-state 2';

/** The second line of a training.state file: JSON that says what the float32 values behind it are. */
export const trainingStateHeader = z.strictObject({
  /** What decides the weights that the training will give, and how long it took so far. */
  about: anyJson,
  /** One entry for each epoch that is done. */
  records: trainingRecords,
  /** How many values each weight of the network has. */
  weights: list(count),
  /** How many values Adam's first and second moments have for each trainable weight. */
  moments: list(count),
});

/** The second line of a training.state file. */
export type TrainingStateHeader = z.output<typeof trainingStateHeader>;
