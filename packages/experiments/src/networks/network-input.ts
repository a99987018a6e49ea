import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ignoredLabel, isParts, type SampleShape } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { z } from 'zod';

const schema = z.object({
  range: z.tuple([z.number(), z.number()]),
  shape: z.union([z.array(z.int().positive()), z.record(z.string(), z.array(z.int().positive()))]),
  classNames: z.array(z.string()).optional(),
  classOf: z.array(z.int().min(0).max(ignoredLabel)).optional(),
  samples: z.string().optional(),
});

/** A description of a network's input: the range and shape of one sample, and the names of its classes in output order, if known. */
export interface NetworkInput {
  /** The least and the greatest value of an input. */
  readonly range: readonly [number, number];
  /** The shape of one sample, or of each part of it. */
  readonly shape: SampleShape;
  /** The names of the classes, in the order of the outputs; absent for a network that was trained elsewhere without them. */
  readonly classNames?: readonly string[] | undefined;
  /**
   * The output that each class of the data belongs to, `ignoredLabel` of `@dum/datasets` for none; absent where an output is a class of the
   * data.
   */
  readonly classOf?: readonly number[] | undefined;
  /** The identity of the samples that it was trained and watched on, before they were cut in two: `source.identity` of that split. */
  readonly samples?: string | undefined;
}

/** Writes a description of a network's input into its metadata, which `save` keeps. */
export const describeInput = (network: LayersModel, { range, shape, classNames, classOf, samples }: NetworkInput): void => {
  network.setUserDefinedMetadata({
    ...network.getUserDefinedMetadata(),
    dumInput: {
      range: [...range],
      shape: isParts(shape) ? Object.fromEntries(Object.entries(shape).map(([part, sizes]) => [part, [...sizes]])) : [...shape],
      ...(classNames === undefined ? {} : { classNames: [...classNames] }),
      ...(classOf === undefined ? {} : { classOf: [...classOf] }),
      ...(samples === undefined ? {} : { samples }),
    },
  });
};

/**
 * Reads the description of a network's input; undefined if it has none, as networks trained elsewhere. Throws `bad-input` for a damaged
 * one.
 */
export const inputOf = (network: LayersModel): NetworkInput | undefined => {
  const found = (network.getUserDefinedMetadata() as { dumInput?: unknown } | undefined)?.dumInput;
  if (found === undefined) return undefined;
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new DumError('bad-input', `inputOf: the metadata of "${network.name}" is damaged: ${z.prettifyError(parsed.error)}`);
};
