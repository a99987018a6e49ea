import { show } from '../json.js';
import { readActivation } from './activation.js';
import { anything, carried, channelsLast, flag, handled, type KeyRules, oneOf, ones, only, size, sizes } from './key-rule.js';
import type { LayerRule, LayerRules, Step } from './layer-rule.js';
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

// shifts steps by one, for use after two layers instead of one
const moved = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step) =>
    step.inputs === undefined
      ? step
      : { ...step, inputs: step.inputs.map((input) => ('step' in input ? { step: input.step + 1 } : input)) },
  );

/** Layers that slide a kernel over an image. */
export const convolutions: LayerRules = {
  Conv2D: convolution('Conv2D', { ...dilated, filters: carried(size) }, 'kernel'),
  DepthwiseConv2D: convolution(
    'DepthwiseConv2D',
    { ...shared, depth_multiplier: carried(size), dilation_rate: { kind: ones, carried: false, reason: 'TensorFlow.js ignores it here' } },
    'depthwise',
  ),
  SeparableConv2D: {
    keys: { ...dilated, filters: carried(size), depth_multiplier: handled(size) },
    steps({ layer, carried: config, report }) {
      const { activation, after } = readActivation(layer, report);
      const multiplier = layer.config.depth_multiplier ?? 1;
      if (multiplier === 1)
        return [{ className: 'SeparableConv2D', config: { ...config, activation, ...zeros('depthwise', 'pointwise', 'bias') } }, ...after];
      // TensorFlow.js loses the multiplier when it saves or copies the layer, so two layers take its place
      const { filters = null, use_bias = true, dilation_rate = 1, ...depthwise } = config;
      if (!ones.accepts(dilation_rate)) report(`its depth_multiplier ${show(multiplier)} together with a dilation_rate is not supported`);
      return [
        { className: 'DepthwiseConv2D', config: { ...depthwise, depth_multiplier: multiplier, use_bias: false, ...zeros('depthwise') } },
        { className: 'Conv2D', config: { filters, kernel_size: 1, use_bias, activation, ...zeros('kernel', 'bias') } },
        ...moved(after),
      ];
    },
  },
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
