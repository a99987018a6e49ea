import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, geometryOf } from './convolution-geometry.js';
import { replaceKernel } from './replace-kernel.js';

/** The convolutions of the wasm backend, and whether each is depthwise. */
const convolutions = { Conv2D: false, FusedConv2D: false, DepthwiseConv2dNative: true, FusedDepthwiseConv2D: true } as const;

/**
 * Replaces a convolution by one that computes the rows and columns of `same` padding itself.
 *
 * The stock kernels leave that to XNNPACK, whose rule differs where a stride is larger than the filter: there, a filter of 1 × 3 at
 * stride 2 starts one row too late.
 */
export const replaceConvolution = (name: keyof typeof convolutions): void =>
  replaceKernel<{ x: TensorInfo; filter: TensorInfo }, ConvolutionAttributes>(name, (stock) => (call) => {
    const { inputs, attrs } = call;
    if (attrs.pad !== 'same') return stock(call);
    const geometry = geometryOf(inputs.x.shape, inputs.filter.shape, attrs, convolutions[name]);
    const { strideHeight, strideWidth, effectiveFilterHeight, effectiveFilterWidth, padInfo } = geometry;
    if (strideHeight <= effectiveFilterHeight && strideWidth <= effectiveFilterWidth) return stock(call);
    const pad: ConvolutionAttributes['pad'] = [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ];
    return stock({ ...call, attrs: { ...attrs, pad } });
  });
