import { layers } from '@tensorflow/tfjs-layers';
import { depthwise } from '../kinds/depthwise.js';
import type { Values } from '../kinds/layer-like.js';
import { weightedSum } from '../kinds/weighted-sum.js';
import { atEachOutput } from './_kernel-products.js';
import { ownActivation } from './_own-activation.js';
import type { LayerRule } from './layer-rule.js';

/** Separable convolutions, extracted as a depthwise and a pointwise convolution. */
export const separableConvolution: LayerRule = {
  classNames: ['SeparableConv2D'],
  flow: 'forms',
  maskedByDefault: true,
  multiplyAdds: atEachOutput,
  extract: ({ layer, weights }) => {
    const [depth, points, bias] = weights as [Values, Values, Values | undefined];
    const { name, kernelSize, strides, padding, dilationRate, useBias, activation } = layer.getConfig() as unknown as Parameters<
      typeof layers.separableConv2d
    >[0];
    const first = layers.depthwiseConv2d({
      kernelSize: kernelSize as [number, number],
      useBias: false,
      name: `${name}_depthwise`,
      strides: strides as [number, number],
      padding: padding!,
      dilationRate: dilationRate as [number, number],
      depthMultiplier: depth.shape.at(-1)!,
    });
    const second = layers.conv2d({
      filters: points.shape.at(-1)!,
      kernelSize: 1,
      name: name!,
      useBias: useBias!,
      activation: activation!,
    });
    return [
      {
        name: first.name,
        kind: depthwise({ layer: first, kernel: depth, bias: undefined, formsUnits: false }),
        channels: points.shape.at(-2)!,
      },
      { name: second.name, kind: weightedSum({ layer: second, kernel: points, bias, size: 'filters' }) },
      ...ownActivation(layer),
    ];
  },
};
