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

/** Products that a value of the input takes part in, below which looking for channels of zeros costs more than it saves. */
const leastProducts = 128;

/** Above this share of channels that are not zero, all of them are convolved. */
const mostlyLive = 0.7;

type Stride = number | [number, number];

/** Whether {@link convolveLive} pays for a kernel here. */
export const paysToLook = ([height, width, , outputs]: readonly number[]): boolean =>
  height! * width! * outputs! >= leastProducts && readsAtOnce();

/**
 * A convolution with a frozen kernel, through the channels alone that are not zero throughout, as masks leave them; so is its gradient.
 *
 * The values are those of `conv2d`, but for rounding: what is left out is nothing but zeros.
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

/** The channels that are not zero throughout, side by side, and which they are; all of them when they are most. */
const liveChannels = (x: Tensor4D): { readonly live: Int32Array | undefined; readonly part: Tensor4D } => {
  const channels = x.shape[3];
  const sizes = tidy(() => {
    const rows = reshape(x, [-1, channels]);
    return matMul(ones([1, rows.shape[0]]), abs(rows)).dataSync<'float32'>();
  });
  const live = Int32Array.from(sizes.keys()).filter((channel) => sizes[channel] !== 0);
  if (live.length > mostlyLive * channels) return { live: undefined, part: x };
  // A convolution of no channel at all is no operation; one of zeros is the same.
  const taken = live.length === 0 ? Int32Array.of(0) : live;
  return { live: taken, part: channelsOf(x, taken, 3) };
};

const channelsOf = (x: Tensor4D, channels: Int32Array, axis: number): Tensor4D => gather(x, tensor1d(channels, 'int32'), axis);
