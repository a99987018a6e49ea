import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { z } from 'zod';

const schema = z.object({
  range: z.tuple([z.number(), z.number()]),
  shape: z.array(z.int().positive()),
  classNames: z.array(z.string()).optional(),
  classOf: z.array(z.int().min(0).max(255)).optional(),
});

/** What a network takes: the range and shape of one sample, and, as far as they are known, the names of its classes in output order. */
export interface NetworkInput {
  /** The least and the greatest value of an input. */
  readonly range: readonly [number, number];
  /** The shape of one sample. */
  readonly shape: readonly number[];
  /** The names of the classes, in the order of the outputs; absent for a network that was trained elsewhere and does not say. */
  readonly classNames?: readonly string[] | undefined;
  /** The output that each class of the data belongs to, 255 for none; absent where an output is a class of the data. */
  readonly classOf?: readonly number[] | undefined;
}

/** Writes what a network takes into its metadata, which `save` keeps. */
export const describeInput = (network: LayersModel, { range, shape, classNames, classOf }: NetworkInput): void => {
  network.setUserDefinedMetadata({
    ...network.getUserDefinedMetadata(),
    dumInput: {
      range: [...range],
      shape: [...shape],
      ...(classNames === undefined ? {} : { classNames: [...classNames] }),
      ...(classOf === undefined ? {} : { classOf: [...classOf] }),
    },
  });
};

/** What a network says of its input; undefined for one that says nothing, as those trained elsewhere. Throws `bad-input` when that can't be read. */
export const inputOf = (network: LayersModel): NetworkInput | undefined => {
  const found = (network.getUserDefinedMetadata() as { dumInput?: unknown } | undefined)?.dumInput;
  if (found === undefined) return undefined;
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new DumError('bad-input', `inputOf: the metadata of "${network.name}" is damaged: ${z.prettifyError(parsed.error)}`);
};
