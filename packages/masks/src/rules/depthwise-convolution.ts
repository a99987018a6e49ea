import { depthwise } from '../kinds/depthwise.js';
import { atEachOutput } from './_kernel-products.js';
import { activationPreservesZero, ownActivation } from './_own-activation.js';
import type { LayerRule } from './layer-rule.js';

/** Depthwise convolutions. With a depth multiplier above 1 they form new units; otherwise each channel stays the same unit. */
export const depthwiseConvolution: LayerRule = {
  classNames: ['DepthwiseConv2D'],
  flow: 'filters',
  preservesZero: (layer) => !layer.getConfig().useBias && activationPreservesZero(layer),
  maskedByDefault: true,
  channelAxes: [2, 0],
  multiplyAdds: atEachOutput,
  extract: ({ layer, weights: [kernel, bias] }) => [
    { name: layer.name, kind: depthwise({ layer, kernel: kernel!, bias }) },
    ...ownActivation(layer),
  ],
};
