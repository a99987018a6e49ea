import { searchConfigSchema } from '@dum/runs';
import { z } from 'zod';

/** A readonly list, so that the results of other packages fit without a cast. */
const list = <Each extends z.ZodType>(each: Each) => z.array(each).readonly();
const someOf = <Each extends z.ZodType>(each: Each) => z.array(each).min(1).readonly();

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
  classNames: list(z.string()).optional(),
  evidence: someOf(
    z.object({
      task: z.string(),
      found: scored,
      headOnly: scored,
      random: z.object({ drawn: list(share), mean: share, percentile: share, p: share }),
      complement: scored,
      complementSample: scored,
      randomNetwork: scored.extend({ keptUnits: z.number() }).nullish(),
      damage: list(z.number()).nullish(),
      overlaps: list(z.number()),
      verdict: z.object({ sufficient: flag, betterThanChance: flag, necessary: flag, stable: flag.nullable(), text: z.string() }),
    }),
  ),
});

/** What `dum frontier` writes. */
export const frontierFile = z.object({
  command: z.string().optional(),
  commands: z.array(z.string()).readonly().optional(),
  measure: z.string(),
  split: z.string().optional(),
  rows: someOf(
    z.object({
      method: z.string(),
      budget: z.number().positive(),
      accuracy: share,
      accuracyInterval: interval,
      balancedAccuracy: share,
      balancedAccuracyInterval: interval,
    }),
  ),
  comparisons: list(
    z.object({
      method: z.string(),
      against: z.string(),
      budget: z.number().positive(),
      pairs: z.number(),
      difference: z.number(),
      interval,
      verdict: z.enum(['above', 'below', 'not different']),
    }),
  ).optional(),
});

const column = list(z.number().nullable());

/** What `dum start` and `dum discover` write beside masks.json; figures are of a validation or a test split. */
export const runSummary = z.object({
  command: z.string().optional(),
  backend: z.string().optional(),
  dataset: z.string().optional(),
  seed: z.number(),
  versions: z.record(z.string(), z.string()),
  /** Null where masks were not learned; older files have it among the settings. */
  search: searchConfigSchema.nullish(),
  settings: z.record(z.string(), z.unknown()),
  tasks: list(
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
  history: list(z.object({ epoch: z.number(), loss: z.number(), validationAccuracy: share, validationBalancedAccuracy: share })).optional(),
});

const index = z.int().min(0);

/** The results of `unitResponses` of `@dum/experiments`, with a description of the samples. */
export const responsesFile = z
  .object({
    split: z.string(),
    /** The classes of the data. */
    classNames: someOf(z.string()),
    /** The shape of a sample; pictures are drawn of `[height, width]` and of `[height, width, 1 or 3]`. */
    sampleShape: someOf(z.int().positive()),
    /** The least and the greatest value of a sample. */
    range: z.tuple([z.number(), z.number()]).readonly(),
    responses: list(
      z.object({
        task: z.string(),
        classNames: someOf(z.string()),
        classOf: list(index),
        layers: list(
          z.object({
            layer: z.string(),
            keptUnits: index,
            units: list(
              z.object({
                unit: index,
                selectivity: z.number().min(0),
                meanByClass: list(z.number().nullable()),
                strongest: z.object({ samples: list(index), meanActivation: z.number(), meanSample: list(z.number()) }).nullable(),
              }),
            ),
          }),
        ),
      }),
    ),
  })
  .superRefine(({ classNames, sampleShape, responses }, context) => {
    const size = sampleShape.reduce((product, axis) => product * axis, 1);
    const requireCount = (what: string, found: number, expected: number, path: readonly (string | number)[]) => {
      if (found !== expected)
        context.addIssue({ code: 'custom', message: `${found} ${what}; expected ${expected}`, path: ['responses', ...path] });
    };
    for (const [at, { classOf, layers }] of responses.entries()) {
      requireCount('classes', classOf.length, classNames.length, [at, 'classOf']);
      for (const [layer, { units }] of layers.entries()) {
        for (const [unit, { meanByClass, strongest }] of units.entries()) {
          const path = [at, 'layers', layer, 'units', unit];
          requireCount('classes', meanByClass.length, classNames.length, [...path, 'meanByClass']);
          if (strongest !== null) requireCount('values', strongest.meanSample.length, size, [...path, 'strongest', 'meanSample']);
        }
      }
    }
  });

/** The contents of an evidence.json. */
export type EvidenceFile = z.infer<typeof evidenceFile>;
/** The contents of a frontier.json. */
export type FrontierFile = z.infer<typeof frontierFile>;
/** What units respond to, with a description of the samples. */
export type ResponsesFile = z.infer<typeof responsesFile>;
/** The contents of the summary.json of a search. */
export type RunSummary = z.infer<typeof runSummary>;
/** The contents of the summary.json of a network. */
export type TrainingSummary = z.infer<typeof trainingSummary>;
