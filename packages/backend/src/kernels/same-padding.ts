import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, geometryOf } from './convolution-geometry.js';
import { replaceKernel } from './replace-kernel.js';

const kernels = [
  { name: 'Conv2D', depthwise: false },
  { name: 'FusedConv2D', depthwise: false },
  { name: 'DepthwiseConv2dNative', depthwise: true },
  { name: 'FusedDepthwiseConv2D', depthwise: true },
] as const;

/** The convolutions whose `same` padding is put right. */
export const paddedKernels: readonly string[] = kernels.map(({ name }) => name);

/**
 * Replaces the convolutions: `same` padding is given to them as numbers.
 *
 * The stock kernels, told `same`, read outside the image where the stride is larger than the kernel and a last row or column is left
 * over.
 */
export const replaceSamePadding = (name: string): void =>
  replaceKernel<{ x: TensorInfo; filter: TensorInfo }, ConvolutionAttributes>(name, (stock) => (call) => {
    const { attrs, inputs } = call;
    if (attrs.pad !== 'same') return stock(call);
    const depthwise = kernels.some((kernel) => kernel.name === name && kernel.depthwise);
    const { top, bottom, left, right } = geometryOf(inputs.x.shape, inputs.filter.shape, attrs, depthwise).padInfo;
    const pad: ConvolutionAttributes['pad'] = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    return stock({ ...call, attrs: { ...attrs, pad } });
  });
