import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { amount, count, digest, positiveCount, range, seed, share, text, trainingRecords, versions } from './_fields.js';

/** The summary.json that `dum train` writes beside a network: the settings that determine its weights, and its training. */
export const trainingSummary = documentFormat('dum-training-summary', 1, {
  command: z.string(),
  backend: text,
  dataset: text,
  seed,
  settings: z.strictObject({
    /** The shape, such as `mlp:300,100`. */
    network: text,
    epochs: positiveCount,
    batchSize: positiveCount,
    learningRate: z.number().positive(),
    schedule: text,
    /** The range of the network's inputs. */
    range,
    trainingSamples: positiveCount,
    validationSamples: count,
  }),
  seconds: z.strictObject({ network: amount }),
  network: z.strictObject({ fingerprint: digest, validationAccuracy: share }),
  versions,
  /** One entry for each epoch. */
  history: trainingRecords,
});

/** The contents of the summary.json of a trained network. */
export type TrainingSummary = DocumentOf<typeof trainingSummary>;
