import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { z } from 'zod';

const schema = z.object({ range: z.tuple([z.number(), z.number()]), shape: z.array(z.int().positive()), classNames: z.array(z.string()) });

/** What a network was trained on: the range and shape of one sample, and the names of its classes in output order. */
export interface NetworkInput {
  /** The least and the greatest value of an input. */
  readonly range: readonly [number, number];
  /** The shape of one sample. */
  readonly shape: readonly number[];
  /** The names of the classes, in the order of the outputs. */
  readonly classNames: readonly string[];
}

/** Writes what a network was trained on into its metadata, which `save` keeps. */
export const describeInput = (network: LayersModel, { range, shape, classNames }: NetworkInput): void => {
  network.setUserDefinedMetadata({
    ...network.getUserDefinedMetadata(),
    dumInput: { range: [...range], shape: [...shape], classNames: [...classNames] },
  });
};

/** What a network says of its input; undefined for a network that was not trained here. Throws `bad-input` when that can't be read. */
export const inputOf = (network: LayersModel): NetworkInput | undefined => {
  const found = (network.getUserDefinedMetadata() as { dumInput?: unknown } | undefined)?.dumInput;
  if (found === undefined) return undefined;
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new DumError('bad-input', `inputOf: the metadata of "${network.name}" is damaged: ${z.prettifyError(parsed.error)}`);
};
