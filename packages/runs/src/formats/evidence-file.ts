import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { renameKeys } from '../documents/rename-keys.js';
import { amount, classificationMetrics, count, digest, interval, list, networkOf, seed, share, text, versions } from './_fields.js';

/** Masks with their own linear probe, and the interval of their balanced accuracy. */
const scored = z.strictObject({ metrics: classificationMetrics, interval });

/** The evidence for and against one subnetwork. */
const evidence = z.strictObject({
  /** The name of the task. */
  task: text,
  found: scored,
  /** With the original head; left out where its classes are not known. */
  originalHead: classificationMetrics.optional(),
  /** A linear probe on all units. */
  allUnits: scored,
  /** Random masks with as many units in each layer; balanced accuracies, ascending. */
  random: z.strictObject({ drawn: list(share), mean: share, percentile: share, p: share }),
  /** The complement of the subnetwork. */
  complement: scored,
  /** As many units of the complement. */
  complementSample: scored,
  /** The same search over an untrained network; left out where there was none, or it found nothing. */
  randomNetwork: scored.extend({ keptUnits: count }).optional(),
  /** The recall that each class loses without these units, negative where it gains; left out where classes are not known. */
  recallLost: list(z.number()).optional(),
  /** The corrected intersection over union with the masks of each other seed. */
  overlaps: list(z.number()),
  verdict: z.strictObject({
    sufficient: z.boolean(),
    betterThanChance: z.boolean(),
    necessary: z.boolean(),
    stable: z.boolean().nullable(),
    text: z.string(),
  }),
});

/** The evidence.json that `dum evidence` writes. */
export const evidenceFile = documentFormat(
  'dum-evidence',
  2,
  {
    /** The last command. */
    command: z.string(),
    dataset: text,
    split: z.literal(['validation', 'test']),
    samples: count,
    /** The classes of the network; left out where they are not known. */
    classNames: list(text).optional(),
    seed,
    /** Random masks of each task. */
    draws: count,
    network: networkOf,
    /** Whether the search was repeated with other seeds. */
    searchRepeated: z.boolean(),
    settings: z.record(text, z.number()),
    backend: text,
    /** The file of the masks, and its SHA-256. */
    masks: text,
    masksDigest: digest,
    evidence: list(evidence),
    /** The total time. */
    seconds: amount,
    versions,
  },
  { earlier: [(document) => renameKeys(document, ['evidence', '*'], { headOnly: 'allUnits', damage: 'recallLost' })] },
);

/** The contents of an evidence.json. */
export type EvidenceFile = DocumentOf<typeof evidenceFile>;
