import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { classificationMetrics, classMetrics, count, list, seed, status, text, versions } from './_fields.js';

/** One row of figures: what was evaluated, on which task. */
const row = z.strictObject({
  name: text,
  status: status.optional(),
  metrics: classificationMetrics,
  /** Each class of the answer against all others; left out before version 2. */
  classes: list(classMetrics).optional(),
  keptUnits: count.optional(),
  keptByLayer: z.record(text, count).optional(),
  /** The numbers of the kept units of each layer, ascending; left out for a network, and before version 2. */
  keptIndices: z.record(text, list(count)).optional(),
  /** The whole network's own answer; left out where its classes are not the data's. */
  wholeNetwork: classificationMetrics.optional(),
  /** Random masks with as many units in each layer, one entry for each draw. */
  controls: list(classificationMetrics).optional(),
});

/** What `dum evaluate --json` prints. */
export const evaluation = documentFormat(
  'dum-evaluation',
  2,
  {
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
  },
  { earlier: [(document) => document] },
);

/** The contents of an evaluation. */
export type Evaluation = DocumentOf<typeof evaluation>;
