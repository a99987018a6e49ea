import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { classificationMetrics, count, list, seed, status, text, versions } from './_fields.js';

/** One row of figures: what was evaluated, on which task. */
const row = z.strictObject({
  name: text,
  status: status.optional(),
  metrics: classificationMetrics,
  keptUnits: count.optional(),
  keptByLayer: z.record(text, count).optional(),
  /** The whole network's own answer; left out where its classes are not the data's. */
  wholeNetwork: classificationMetrics.optional(),
  /** Random masks with as many units in each layer, one entry for each draw. */
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
  /** For a network: all classes, then one entry for each class. */
  network: list(row).optional(),
  /** For masks: one entry for each task. */
  tasks: list(row).optional(),
});

/** The contents of an evaluation. */
export type Evaluation = DocumentOf<typeof evaluation>;
