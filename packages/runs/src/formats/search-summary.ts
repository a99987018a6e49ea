import * as z from 'zod';
import { documentFormat, type DocumentOf } from '../documents/document-format.js';
import { searchConfigInDocument } from './search-config.js';
import { anyJson, amount, count, digest, list, maskCheck, seed, share, status, text, versions } from './_fields.js';

/** Accuracies of a validation or of a test split. */
const figures = { testAccuracy: share.optional(), validationAccuracy: share.optional(), balancedAccuracy: share };

/** One value for each epoch, null if it was not finite. */
const column = list(z.number().nullable());

/** A task of a search; a task that diverged has no figures. */
const task = z.strictObject({
  name: text,
  status,
  ...figures,
  balancedAccuracy: share.optional(),
  rocAuc: share.optional(),
  keptUnits: count.optional(),
  keptByLayer: z.record(text, count).optional(),
  /** How the mask compares with masks that take no search; left out where that was not checked. */
  check: maskCheck.exactOptional(),
  /** The network's own answer to the task; left out where its classes are not the data's. */
  wholeNetwork: z.strictObject(figures).optional(),
  /** Means over random masks of the same sizes; left out where none were drawn. */
  randomControl: z.strictObject({ draws: count, ...figures }).optional(),
  /** The history of the search. */
  history: z.strictObject({ loss: column, validationLoss: column, validationAccuracy: column, keptUnits: column }),
});

/** Names and values of settings; any JSON. */
const settings = z.record(text, anyJson).readonly();

/** The common members of the summaries of all searches. */
const searchMembers = {
  command: z.string(),
  backend: text,
  /** The time of each part. */
  seconds: z.record(text, amount.nullable()),
  network: z.strictObject({ fingerprint: digest, testAccuracy: share.optional() }),
  versions,
  seed,
  dataset: text,
  /** Other settings that determined the masks: a method with its options, and the numbers of samples. */
  settings,
};

/**
 * The summary.json that `dum start` and `dum discover` write beside masks.json; figures are of the test split and of the validation split.
 */
export const searchSummary = documentFormat('dum-search-summary', 1, {
  ...searchMembers,
  /** The search, with the settings that follow from the network and the data filled in; null if masks were not learned. */
  search: searchConfigInDocument.nullable(),
  tasks: list(task),
});

/** The contents of the summary.json of a search. */
export type SearchSummary = DocumentOf<typeof searchSummary>;

const point = {
  /** The price α of one kept unit. */
  alpha: amount,
  validationLoss: z.number(),
  balancedAccuracy: share,
  accuracy: share,
};

/** The summary.json that `dum alpha-path` writes beside the masks of the knees. */
export const alphaPathSummary = documentFormat('dum-alpha-path', 1, {
  ...searchMembers,
  /** The search at the smallest price. */
  search: searchConfigInDocument,
  tasks: list(
    task.extend({
      /** The price α of the knee; null where the task diverged at the first price. */
      alpha: amount.nullable(),
      /** From the smallest price to the largest. */
      path: list(z.strictObject({ ...point, keptUnits: count, standardError: amount, status })),
    }),
  ),
  /** The means over tasks at each price at which none had diverged. */
  mean: list(z.strictObject({ ...point, keptUnits: amount })),
});

/** The contents of the summary.json of a path of prices. */
export type AlphaPathSummary = DocumentOf<typeof alphaPathSummary>;
