import { util } from '@tensorflow/tfjs-core';
import { type Role, type Split, takeFeatures } from '@dum/datasets';

/** The channels of the last input axis that a network with fewer input features takes. */
export interface KeptChannels {
  readonly channels: readonly number[];
  /** The number of channels of the data. */
  readonly of: number;
}

/** A split with only these channels of its samples, which are one tensor. */
export const keepChannels = <R extends Role>(split: Split<R>, { channels, of }: KeptChannels): Split<R> => {
  if (channels.length === of) return split;
  const positions = util.sizeFromShape([...(split.sampleShape as readonly number[])]) / of;
  return takeFeatures(split, Array.from({ length: positions }, (_, position) => channels.map((channel) => position * of + channel)).flat());
};
