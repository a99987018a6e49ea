import * as z from 'zod';

const expecting = (error: string) => ({ error });

/** A readonly list. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** A list of at least one item. */
export const someOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).readonly();

/** A text of at least one character. */
export const text = z.string().min(1);

/** A whole number of at least 0. */
export const count = z.int(expecting('a whole number of at least 0')).min(0, expecting('a whole number of at least 0'));

/** A whole number of at least 1. */
export const positiveCount = z.int(expecting('a whole number of at least 1')).min(1, expecting('a whole number of at least 1'));

/** A number in [0, 1]. */
export const share = z
  .number(expecting('a number from 0 to 1'))
  .min(0, expecting('a number from 0 to 1'))
  .max(1, expecting('a number from 0 to 1'));

/** A whole number. */
export const seed = z.int(expecting('a whole number'));

/** An amount of at least 0, such as seconds or bytes. */
export const amount = z.number().min(0);

/** A SHA-256. */
export const digest = z
  .string(expecting('64 lower-case hexadecimal digits'))
  .regex(/^[0-9a-f]{64}$/, expecting('64 lower-case hexadecimal digits'));

/** The versions of Node and of the packages that a result depends on. */
export const versions = z.record(text, text);

/** The network of a result. */
export const networkOf = z.strictObject({ fingerprint: digest });

/** A 95 % interval. */
export const interval = z.strictObject({ low: z.number(), high: z.number() });

/** Two accuracies. */
export const accuracies = z.strictObject({ accuracy: share, balancedAccuracy: share });

/**
 * How well outputs match labels; `confusion[actual][predicted]` counts samples. With more than two classes, precision, recall and F1
 * are macro-averaged.
 */
export const classificationMetrics = z.strictObject({
  count,
  accuracy: share,
  balancedAccuracy: share,
  precision: share.nullable(),
  recall: share,
  f1: share.nullable(),
  rocAuc: share,
  confusion: list(list(count)),
});

/** How well the samples of one class are recognised. */
export const classMetrics = z.strictObject({ className: text, count, precision: share.nullable(), recall: share, f1: share.nullable() });

/** A subnetwork's status, or that of a search that diverged. */
export const status = z.literal(['found', 'collapsed', 'full', 'diverged']);

const objective = z.number(expecting('a finite number'));

/** How a mask compares with masks that take no search. */
export const maskCheck = z.strictObject({
  status: z.literal(['best', 'above-all-units', 'above-random', 'above-baseline']),
  objective,
  compared: z.strictObject({ allUnits: objective.exactOptional(), random: objective, baseline: objective }),
  again: z.literal(['all-units', 'random', 'baseline']).exactOptional(),
});

/** A network after each epoch of its training. */
export const trainingRecords = list(
  z.strictObject({
    epoch: positiveCount,
    loss: z.number(),
    validationAccuracy: share,
    validationBalancedAccuracy: share,
  }),
);

/** The least and the greatest value of a sample. */
export const range = z.tuple([z.number(), z.number()]).readonly();

/** Any JSON, as `unknown`: lists and objects that are not written to fit it too. */
export const anyJson: z.ZodType<unknown> = z.json();
