import { type Role, type Split, takeFeatures } from '@dum/datasets';

/** What a network of fewer input features takes: the channels of the last axis of its input that were kept. */
export interface KeptChannels {
  readonly channels: readonly number[];
  /** Channels before. */
  readonly of: number;
}

/** A split with these channels of its samples alone. */
export const keepChannels = <R extends Role>(split: Split<R>, { channels, of }: KeptChannels): Split<R> => {
  if (channels.length === of) return split;
  const positions = split.x.length / split.count / of;
  return takeFeatures(split, Array.from({ length: positions }, (_, position) => channels.map((channel) => position * of + channel)).flat());
};
