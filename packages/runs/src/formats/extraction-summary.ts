import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { renameKeys } from '../documents/rename-keys.js';
import { accuracies, amount, count, list, networkOf, positiveCount, seed, share, text, trainingRecords, versions } from './_fields.js';

const difference = z.strictObject({ largest: amount, difference: amount });
const units = { before: count, after: count, masked: count, dead: count, unreachable: count };
const costs = z.strictObject({ parameters: count, bytes: count, multiplyAdds: count });

/** The comparison of an extracted network with the masked one, and their sizes. */
const certificate = z.strictObject({
  /** Samples compared: random ones, and real ones. */
  samples: z.strictObject({ random: count, given: count }),
  outputs: difference,
  /** Left out without a read-out. */
  logits: difference.optional(),
  units: z.strictObject(units),
  layers: list(z.strictObject({ layer: text, ...units })),
  before: costs,
  after: costs,
  /** Units that are retained although they do nothing for the task, and why. */
  retained: list(
    z.strictObject({
      layer: text,
      units: list(count),
      reason: z.literal(['joined', 'shared', 'padding', 'mixed', 'output', 'tied', 'last']),
      at: text,
    }),
  ),
});

const beforeAndAfter = z.strictObject({ before: share, after: share });

/** One extracted subnetwork. */
const extraction = {
  /** The name of the task. */
  task: text,
  network: networkOf,
  /** Whether it computes the same as the masked network. */
  same: z.boolean(),
  certificate,
  /** For each input, the channels of its last axis that the network takes; left out where it takes all. */
  inputs: list(list(count)).optional(),
  /** Median milliseconds of one prediction, by batch. */
  latency: list(z.strictObject({ batch: positiveCount, before: amount, after: amount })),
  /** The figures of the networks on test samples; left out without data. */
  test: z.strictObject({ samples: count, extracted: accuracies, masked: accuracies, fineTuned: accuracies.optional() }).optional(),
  fineTuning: z
    .strictObject({
      epoch: count,
      validationAccuracy: beforeAndAfter,
      validationBalancedAccuracy: beforeAndAfter,
      records: trainingRecords,
    })
    .optional(),
};

/** The network that subnetworks were extracted from, and the settings. */
const about = { backend: text, versions, seed, source: networkOf };

/** The summary.json that `dum extract` writes beside an extracted network. */
export const extractionSummary = documentFormat(
  'dum-extraction',
  2,
  { ...about, ...extraction },
  { earlier: [(document) => renameKeys(document, ['certificate'], { kept: 'retained' })] },
);

/** The contents of the summary.json of an extracted network. */
export type ExtractionSummary = DocumentOf<typeof extractionSummary>;

/** The summary.json that `dum extract` writes beside the folders of several networks. */
export const extractionsSummary = documentFormat(
  'dum-extractions',
  2,
  { ...about, tasks: list(z.strictObject(extraction)) },
  { earlier: [(document) => renameKeys(document, ['tasks', '*', 'certificate'], { kept: 'retained' })] },
);

/** The contents of the summary.json of several extracted networks. */
export type ExtractionsSummary = DocumentOf<typeof extractionsSummary>;
