import { z } from 'zod';

const share = z.number().min(0).max(1);
const interval = z.object({ low: z.number(), high: z.number() });
const accuracies = z.object({ accuracy: share, balancedAccuracy: share });
const scored = z.object({ metrics: accuracies, interval });
const flag = z.boolean();

/** What `dum evidence` writes. */
export const evidenceFile = z.object({
  command: z.string().optional(),
  dataset: z.string().optional(),
  split: z.string().optional(),
  samples: z.number().optional(),
  seed: z.number().optional(),
  classNames: z.array(z.string()).optional(),
  evidence: z
    .array(
      z.object({
        task: z.string(),
        found: scored,
        headOnly: scored,
        random: z.object({ drawn: z.array(share), mean: share, percentile: share, p: share }),
        complement: scored,
        complementSample: scored,
        randomNetwork: scored.extend({ keptUnits: z.number() }).nullish(),
        damage: z.array(z.number()).nullish(),
        overlaps: z.array(z.number()),
        verdict: z.object({ sufficient: flag, betterThanChance: flag, necessary: flag, stable: flag.nullable(), text: z.string() }),
      }),
    )
    .min(1),
});

/** What `dum frontier` writes. */
export const frontierFile = z.object({
  command: z.string().optional(),
  commands: z.array(z.string()).optional(),
  measure: z.string(),
  split: z.string().optional(),
  rows: z
    .array(
      z.object({
        method: z.string(),
        budget: z.number().positive(),
        accuracy: share,
        accuracyInterval: interval,
        balancedAccuracy: share,
        balancedAccuracyInterval: interval,
      }),
    )
    .min(1),
});

const column = z.array(z.number().nullable());

/** What `dum start` and `dum discover` write beside masks.json; figures are of a validation or a test split. */
export const runSummary = z.object({
  command: z.string().optional(),
  backend: z.string().optional(),
  dataset: z.string().optional(),
  seed: z.number(),
  versions: z.record(z.string(), z.string()),
  settings: z.record(z.string(), z.unknown()),
  tasks: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      testAccuracy: share.optional(),
      validationAccuracy: share.optional(),
      balancedAccuracy: share.optional(),
      keptUnits: z.number().optional(),
      wholeNetwork: z.object({ balancedAccuracy: share }).loose().optional(),
      randomControl: z
        .object({ draws: z.number(), testAccuracy: share.optional(), validationAccuracy: share.optional(), balancedAccuracy: share })
        .optional(),
      history: z.object({ loss: column, validationLoss: column, validationAccuracy: column, keptUnits: column }).optional(),
    }),
  ),
});

/** What `dum train` writes beside a network; other commands leave the history out. */
export const trainingSummary = z.object({
  command: z.string().optional(),
  settings: z.object({ network: z.unknown() }).loose().optional(),
  history: z
    .array(z.object({ epoch: z.number(), loss: z.number(), validationAccuracy: share, validationBalancedAccuracy: share }))
    .optional(),
});

/** The contents of an evidence.json. */
export type EvidenceFile = z.infer<typeof evidenceFile>;
/** The contents of a frontier.json. */
export type FrontierFile = z.infer<typeof frontierFile>;
/** The contents of the summary.json of a search. */
export type RunSummary = z.infer<typeof runSummary>;
/** The contents of the summary.json of a network. */
export type TrainingSummary = z.infer<typeof trainingSummary>;
