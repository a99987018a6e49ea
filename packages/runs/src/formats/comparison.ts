import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { amount, count, list, share, text } from './_fields.js';

const measures = { iou: share, ioMin: share, coverage: z.strictObject({ first: share, second: share }) };
const corrected = z.number().nullable();
const pValues = z.strictObject({ more: share, fewer: share, twoSided: share });

/** The overlap of two masks, in all layers or in one. */
const overlap = {
  ...measures,
  units: z.strictObject({ live: count, first: count, second: count, both: count }),
  intersectionOverSum: share,
  chance: z.strictObject({ ...measures, both: amount, intersectionOverSum: share }),
  /** On a scale where 0 is chance and 1 the same units; null where chance is 1. */
  corrected: z.strictObject({ iou: corrected, ioMin: corrected, coverage: z.strictObject({ first: corrected, second: corrected }) }),
  p: pValues,
  adjusted: z.strictObject({ holm: pValues, benjaminiHochberg: pValues }),
};

/** What `dum compare --json` prints. */
export const comparison = documentFormat('dum-comparison', 1, {
  first: text,
  second: text,
  layer: text.nullable(),
  units: z.strictObject({ live: count, total: count }),
  pairs: list(z.strictObject({ first: text, second: text, ...overlap, layers: list(z.strictObject({ layer: text, ...overlap })) })),
});

/** The contents of a comparison. */
export type Comparison = DocumentOf<typeof comparison>;
