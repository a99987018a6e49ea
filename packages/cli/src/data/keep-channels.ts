import { isParts, type Role, type SampleShape, type Split, takeFeatures } from '@dum/datasets';

/** What a network of fewer input features takes: the channels of the last axis of its input that were kept. */
export interface KeptChannels {
  readonly channels: readonly number[];
  /** Channels before. */
  readonly of: number;
}

/** A split with these channels of its samples alone. */
export const keepChannels = <R extends Role>(split: Split<R>, { channels, of }: KeptChannels): Split<R> => {
  if (channels.length === of) return split;
  const positions = sizeOf(split.sampleShape) / of;
  return takeFeatures(split, Array.from({ length: positions }, (_, position) => channels.map((channel) => position * of + channel)).flat());
};

const sizeOf = (shape: SampleShape): number => (isParts(shape) ? 0 : shape.reduce((product, axis) => product * axis, 1));
