import {
  abs,
  conv2d,
  conv2dTranspose,
  customGrad,
  gather,
  matMul,
  ones,
  reshape,
  type Tensor,
  type Tensor4D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { readsAtOnce } from '../reads-at-once.js';

/** The least number of products for each input value at which the search for channels of zeros pays off. */
const leastProducts = 128;

/** Above this share of nonzero channels, all channels are convolved. */
const mostlyLive = 0.7;

type Stride = number | [number, number];

/** Whether {@link convolveLive} is worthwhile for a kernel. */
export const paysToLook = ([height, width, , outputs]: readonly number[]): boolean =>
  height! * width! * outputs! >= leastProducts && readsAtOnce();

/**
 * A convolution with a frozen kernel that visits only channels that are not zero everywhere, after masks; so does its gradient.
 *
 * The values are those of `conv2d`, up to rounding, because only zeros are skipped.
 */
export const convolveLive = (x: Tensor4D, kernel: Tensor4D, strides: Stride, padding: 'same' | 'valid'): Tensor4D =>
  customGrad((input) => {
    const { live, part } = liveChannels(input as Tensor4D);
    return {
      value: conv2d(part, live === undefined ? kernel : channelsOf(kernel, live, 2), strides, padding),
      gradFunc: (gradient: Tensor) => {
        const seen = liveChannels(gradient as Tensor4D);
        const filter = seen.live === undefined ? kernel : channelsOf(kernel, seen.live, 3);
        return conv2dTranspose(seen.part, filter, x.shape, strides, padding);
      },
    };
  })(x) as Tensor4D;

/** The channels that are not zero everywhere, contiguous, with their indices; all channels if most are not zero. */
const liveChannels = (x: Tensor4D): { readonly live: Int32Array | undefined; readonly part: Tensor4D } => {
  const channels = x.shape[3];
  const sizes = tidy(() => {
    const rows = reshape(x, [-1, channels]);
    return matMul(ones([1, rows.shape[0]]), abs(rows)).dataSync<'float32'>();
  });
  const live = Int32Array.from(sizes.keys()).filter((channel) => sizes[channel] !== 0);
  if (live.length > mostlyLive * channels) return { live: undefined, part: x };
  // A convolution needs a channel; one of zeros gives the same result.
  const taken = live.length === 0 ? Int32Array.of(0) : live;
  return { live: taken, part: channelsOf(x, taken, 3) };
};

const channelsOf = (x: Tensor4D, channels: Int32Array, axis: number): Tensor4D => gather(x, tensor1d(channels, 'int32'), axis);
