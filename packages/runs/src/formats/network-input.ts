import { checkDocument } from '@dum/errors';
import { requireNamed } from '../documents/require-named.js';
import * as z from 'zod';
import type { Named } from '../documents/document-format.js';
import { list, positiveCount, range, text } from './_fields.js';

/** How the rows of a table become samples: what `TablePreparation` of @dum/datasets says. */
const tableSchema = z.strictObject({
  /** The column of the labels. */
  label: text,
  classNames: list(text),
  /** The columns of the inputs: numbers are standardized, texts become a feature for each category. */
  columns: list(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('number'), name: text, mean: z.number(), deviation: z.number().min(0) }),
      z.strictObject({ kind: z.literal('category'), name: text, categories: list(text) }),
    ]),
  ),
});

/** The description of a network's input in a summary. */
export const networkInputSchema = z.strictObject({
  /** The least and the greatest value of an input. */
  range,
  /** The shape of one sample, or of each part of it by its name. */
  shape: z.union([list(positiveCount), z.record(text, list(positiveCount)).readonly()], {
    error: 'a list of sizes, or one for each part by name',
  }),
  /** The names of the classes, in the order of the outputs; left out for a network that was trained elsewhere without them. */
  classNames: list(text).optional(),
  /** The output of each class of the data, 65535 for none; left out where each output is a class of the data. */
  classOf: list(z.int().min(0).max(65_535)).optional(),
  /** How the rows of a table became its samples; left out for other data. */
  table: tableSchema.optional(),
  /** The identity of the samples of its training and validation, before they were divided. */
  samples: text.optional(),
});

/**
 * A description of a network's input: the range and the shape of one sample, and, if known, its classes and the samples of its training.
 */
export type NetworkInput = z.output<typeof networkInputSchema>;

/** The description of a network's input in the `userDefinedMetadata` of its model.json, under `dumInput`. */
const networkMetadata = networkInputSchema.extend({ version: z.literal(1).optional() });

/**
 * Converts the description of a network's input to plain data for the metadata of its model.json, under `dumInput`, with the version of the
 * format.
 *
 * Throws `bad-input` for an input that does not fit.
 */
export const networkInputToMetadata = (input: NetworkInput, named: Named): z.output<typeof networkMetadata> =>
  checkDocument(requireNamed('networkInputToMetadata', named), networkMetadata, { version: 1, ...input });

/**
 * Reads the description of a network's input from the metadata of its model.json. Older metadata without a version are read too.
 *
 * Throws `bad-input` with the JSON path for metadata that do not fit.
 */
export const networkInputFromMetadata = (metadata: unknown, named: Named): NetworkInput => {
  const { version: _, ...input } = checkDocument(requireNamed('networkInputFromMetadata', named), networkMetadata, metadata);
  return input;
};
