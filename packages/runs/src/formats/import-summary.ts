import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { count, digest, list, text, versions } from './_fields.js';
import { networkInputSchema } from './network-input.js';

/** Shapes without the batch; null where a size is not fixed. */
const shapes = list(list(count.nullable()));

/** The summary.json that `dum import` writes beside a network. */
export const importSummary = documentFormat('dum-import-summary', 1, {
  backend: text,
  /** The Keras file. */
  file: text,
  kerasVersion: text,
  /** What the import left out or changed. */
  notes: list(z.string()),
  /** The description of the network's input; null if none was given. */
  input: networkInputSchema.nullable(),
  network: z.strictObject({ fingerprint: digest, parameters: count, inputs: shapes, outputs: shapes }),
  versions,
});

/** The contents of the summary.json of an imported network. */
export type ImportSummary = DocumentOf<typeof importSummary>;
