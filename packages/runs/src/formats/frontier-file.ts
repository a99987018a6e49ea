import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { amount, count, digest, interval, list, positiveCount, seed, share, text, versions } from './_fields.js';

/** A method at a budget with a seed. */
const cell = { method: text, budget: positiveCount, seed };

/** The frontier.json that `dum frontier` writes. */
export const frontierFile = documentFormat(
  'dum-frontier',
  2,
  {
    /** The last command. */
    command: z.string(),
    /** The commands that added points, in order. */
    commands: list(z.string()),
    dataset: text,
    split: z.literal(['validation', 'test']),
    /** The measure of budgets. */
    measure: z.literal(['units', 'parameters', 'multiplyAdds']),
    samples: count,
    tasks: list(text),
    /** Settings that all points share; `normalization` and `dropped` are given only where they are not the defaults. */
    settings: z.record(text, z.union([z.number(), text]).nullable()),
    backend: text,
    methods: list(text),
    /** One for each method, budget, seed and task. */
    points: list(z.strictObject({ ...cell, task: text, keptUnits: count, accuracy: share, balancedAccuracy: share })),
    /** Means over seeds and tasks, with 95 % intervals. */
    rows: list(
      z.strictObject({
        method: text,
        budget: positiveCount,
        points: positiveCount,
        keptUnits: amount,
        accuracy: share,
        accuracyInterval: interval,
        balancedAccuracy: share,
        balancedAccuracyInterval: interval,
      }),
    ),
    /** Each learned method beside each baseline, in pairs of the same seed and task. */
    comparisons: list(
      z.strictObject({
        method: text,
        against: text,
        budget: positiveCount,
        pairs: positiveCount,
        difference: z.number(),
        interval,
        accuracyDifference: z.number(),
        accuracyInterval: interval,
        verdict: z.literal(['above', 'below', 'not different']),
      }),
    ),
    /** Searches that ended without masks. */
    diverged: list(z.strictObject({ ...cell, task: text })),
    /** The fingerprint of the network of each seed. */
    networks: z.record(text, digest),
    versions,
  },
  // version 1 had numbers alone in settings
  { earlier: [(document) => document] },
);

/** The contents of a frontier.json. */
export type FrontierFile = DocumentOf<typeof frontierFile>;
