import { createSplit, type Role, type Split } from '@dum/datasets';

/** What a network of fewer input features takes: the channels of the last axis of its input that were kept, and its input's shape. */
export interface KeptChannels {
  readonly channels: readonly number[];
  /** Channels before. */
  readonly of: number;
  readonly shape: readonly number[];
}

/** A split with these features of its samples alone. */
export const keepChannels = <R extends Role>(split: Split<R>, { channels, of, shape }: KeptChannels, classCount: number): Split<R> => {
  const { role, x, y } = split;
  if (channels.length === of) return split;
  const kept = new Float32Array((x.length / of) * channels.length);
  for (let row = 0; row * of < x.length; row++) {
    channels.forEach((channel, index) => {
      kept[row * channels.length + index] = x[row * of + channel]!;
    });
  }
  return createSplit(role, { x: kept, y, sampleShape: shape, classCount });
};
