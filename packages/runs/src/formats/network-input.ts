import { checkDocument } from '@dum/errors';
import * as z from 'zod';
import type { Named } from '../documents/document-format.js';
import { list, positiveCount, range, text } from './_fields.js';

/** What a network takes, as it stands in a summary. */
export const networkInputSchema = z.strictObject({
  /** The least and the greatest value of an input. */
  range,
  /** The shape of one sample, or of each part of it by its name. */
  shape: z.union([list(positiveCount), z.record(text, list(positiveCount)).readonly()], {
    error: 'a list of sizes, or one for each part by name',
  }),
  /** The names of the classes, in the order of the outputs; left out for a network that was trained elsewhere and does not say. */
  classNames: list(text).optional(),
  /** The output that each class of the data belongs to, 65535 for none; left out where an output is a class of the data. */
  classOf: list(z.int().min(0).max(65_535)).optional(),
  /** The identity of the samples that it was trained and watched on, before they were cut in two. */
  samples: text.optional(),
});

/** What a network takes: the range and the shape of one sample, and, as far as they are known, its classes and the samples of its training. */
export type NetworkInput = z.output<typeof networkInputSchema>;

/** What a network takes, as it stands in the `userDefinedMetadata` of its model.json under `dumInput`. */
const networkMetadata = networkInputSchema.extend({ version: z.literal(1).optional() });

/**
 * What a network takes as plain data for the metadata of its model.json, under `dumInput`, with the version of the format.
 *
 * Throws `bad-input` for an input that does not fit.
 */
export const networkInputToMetadata = (input: NetworkInput, { name }: Named): z.output<typeof networkMetadata> =>
  checkDocument(name, networkMetadata, { version: 1, ...input });

/**
 * What a network takes, from the metadata of its model.json. Networks saved before the format had versions have none, and are read too.
 *
 * Throws `bad-input` with the JSON path for metadata that do not fit.
 */
export const networkInputFromMetadata = (metadata: unknown, { name }: Named): NetworkInput => {
  const { version: _, ...input } = checkDocument(name, networkMetadata, metadata);
  return input;
};
