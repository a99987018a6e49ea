import { readActivation } from './activation.js';
import { anything, carried, channelsLast, flag, handled, type KeyRules, oneOf, ones, only, size, sizes } from './key-rule.js';
import type { LayerRule, LayerRules } from './layer-rule.js';
import { zeros } from './zeros.js';

const shared: KeyRules = {
  kernel_size: carried(sizes),
  strides: carried(sizes),
  padding: carried(oneOf('valid', 'same')),
  data_format: channelsLast,
  groups: only([1], 'TensorFlow.js computes a single group only'),
  use_bias: carried(flag),
  activation: handled(anything),
};
const dilated: KeyRules = { ...shared, dilation_rate: carried(sizes) };

const convolution = (className: string, keys: KeyRules, ...weights: readonly string[]): LayerRule => ({
  keys,
  steps({ layer, carried: config, report }) {
    const { activation, after } = readActivation(layer, report);
    return [{ className, config: { ...config, activation, ...zeros(...weights, 'bias') } }, ...after];
  },
});

/** Layers that slide a kernel over an image. */
export const convolutions: LayerRules = {
  Conv2D: convolution('Conv2D', { ...dilated, filters: carried(size) }, 'kernel'),
  DepthwiseConv2D: convolution(
    'DepthwiseConv2D',
    { ...shared, depth_multiplier: carried(size), dilation_rate: { kind: ones, carried: false, reason: 'TensorFlow.js ignores it here' } },
    'depthwise',
  ),
  SeparableConv2D: convolution(
    'SeparableConv2D',
    { ...dilated, filters: carried(size), depth_multiplier: carried(size) },
    'depthwise',
    'pointwise',
  ),
  Conv2DTranspose: convolution(
    'Conv2DTranspose',
    {
      ...shared,
      filters: carried(size),
      dilation_rate: { kind: ones, carried: false, reason: 'TensorFlow.js spreads no transposed kernel' },
      output_padding: only([null], 'TensorFlow.js pads no output of a transposed convolution'),
    },
    'kernel',
  ),
};
