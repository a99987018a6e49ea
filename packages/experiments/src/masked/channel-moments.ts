/** The mean and the variance of each channel. */
interface Moments {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** Collects the values of channels. */
export interface ChannelMoments {
  /** Adds values `[…, channels]`, row-major. */
  add(values: Float32Array): void;
  /** The means, and the variances of the population (divided by n), over everything that was added. */
  read(): Moments;
}

/** Creates empty moments; sums are 64-bit floats. */
export const createChannelMoments = (channels: number): ChannelMoments => {
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  let count = 0;
  return {
    add(values) {
      for (let start = 0; start < values.length; start += channels) {
        for (let channel = 0; channel < channels; channel++) {
          const value = values[start + channel]!;
          sums[channel]! += value;
          squares[channel]! += value * value;
        }
      }
      count += values.length / channels;
    },
    read: () => ({
      mean: Float32Array.from(sums, (sum) => sum / count),
      variance: Float32Array.from(squares, (sum, channel) => Math.max(0, sum / count - (sums[channel]! / count) ** 2)),
    }),
  };
};
