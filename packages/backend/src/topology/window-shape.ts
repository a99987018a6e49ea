import type { Config, ConfigObject } from './canonical-config.js';
import { channelAxis, numberOr, type Shape, sizesOf } from './shape.js';

/** The shape with its channels, and each of its other axes, changed. */
export const changeSizes = (
  config: ConfigObject,
  shape: Shape,
  channels: number | null,
  spatial: (size: number, axis: number) => number,
): Shape => {
  const channel = channelAxis(config, shape);
  let axis = 0;
  return shape.map((size, i) => {
    if (i === 0) return size;
    if (i === channel) return channels;
    const at = axis++;
    return size === null ? null : spatial(size, at);
  });
};

/** The shape after a window slid over it: a convolution or a pooling. */
export const slide = (config: ConfigObject, shape: Shape, windowSize: Config | undefined, channels: number | null): Shape => {
  const axes = shape.length - 2;
  const window = sizesOf(windowSize, axes);
  const stride = sizesOf(config.strides ?? (config.poolSize === undefined ? 1 : windowSize), axes);
  const dilation = sizesOf(config.dilationRate, axes);
  return changeSizes(config, shape, channels, (size, axis) => {
    const reach = config.padding === 'same' ? 0 : (window[axis]! - 1) * dilation[axis]!;
    return Math.max(0, Math.ceil((size - reach) / stride[axis]!));
  });
};

/** The shape after a transposed convolution. */
export const spread = (config: ConfigObject, shape: Shape): Shape => {
  const axes = shape.length - 2;
  const window = sizesOf(config.kernelSize, axes);
  const stride = sizesOf(config.strides, axes);
  return changeSizes(config, shape, numberOr(config.filters, 1), (size, axis) => {
    const more = config.padding === 'same' ? 0 : Math.max(0, window[axis]! - stride[axis]!);
    return size * stride[axis]! + more;
  });
};
