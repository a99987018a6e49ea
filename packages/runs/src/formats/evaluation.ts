import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { classificationMetrics, count, list, seed, status, text, versions } from './_fields.js';

/** What answers a question, and how well. */
const row = z.strictObject({
  name: text,
  status: status.optional(),
  metrics: classificationMetrics,
  keptUnits: count.optional(),
  keptByLayer: z.record(text, count).optional(),
  /** The whole network's own answer; left out where its classes are not the data's. */
  wholeNetwork: classificationMetrics.optional(),
  /** Random masks with as many units in each layer, one entry a draw. */
  controls: list(classificationMetrics).optional(),
});

/** What `dum evaluate --json` prints. */
export const evaluation = documentFormat('dum-evaluation', 1, {
  backend: text,
  versions,
  dataset: text,
  split: z.literal('test'),
  samples: count,
  /** With controls. */
  seed: seed.optional(),
  settings: z.record(text, z.number()).optional(),
  /** Of a network: itself, then its answer to each class alone. */
  network: list(row).optional(),
  /** Of masks: one entry a task. */
  tasks: list(row).optional(),
});

/** The contents of an evaluation. */
export type Evaluation = DocumentOf<typeof evaluation>;
