import type { TensorInfo } from '@tensorflow/tfjs-core';
import { compose, reshape } from './compose.js';
import { type ConvolutionAttributes, geometryOf, spreadGradient, valuesAtPositions } from './convolution-geometry.js';
import { addKernel, replaceKernel } from './replace-kernel.js';

type FilterGradientAttributes = ConvolutionAttributes & { readonly filterShape: readonly number[] };
type InputGradientAttributes = ConvolutionAttributes & { readonly inputShape: readonly number[] };

// One product for all positions keeps XNNPACK busy where a position has few channels; its operand must still fit well.
const manyChannels = 64;
const mostValues = 2 ** 24;

/** Adds `Conv2DBackpropFilter`, which the wasm backend lacks: products of the input at each filter position with the gradient. */
export const addConv2DFilterGradient = (): void =>
  addKernel<{ x: TensorInfo; dy: TensorInfo }, FilterGradientAttributes>(
    'Conv2DBackpropFilter',
    ({ inputs: { x, dy }, backend, attrs }) => {
      if (attrs.dataFormat === 'NCHW') throw new Error('Conv2DBackpropFilter on wasm takes channels last (NHWC) only.');
      const geometry = geometryOf(x.shape, attrs.filterShape, attrs, false);
      const { batchSize, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } = geometry;
      const count = batchSize * outHeight * outWidth;
      const atOnce = inChannels < manyChannels && inChannels * filterHeight * filterWidth * count <= mostValues;
      return compose(backend, (operations) => {
        const gradient = reshape(dy, [count, outChannels]);
        const positions = valuesAtPositions(operations, x, geometry);
        const product = atOnce
          ? operations.matMul(operations.concat(positions, 0), gradient)
          : operations.concat(
              positions.map((values) => operations.matMul(values, gradient)),
              0,
            );
        return reshape(product, attrs.filterShape);
      });
    },
  );

/** Replaces `Conv2DBackpropInput` of wasm, a naive loop, by a plain convolution with the turned filter. */
export const replaceConv2DInputGradient = (): void =>
  replaceKernel<{ dy: TensorInfo; filter: TensorInfo }, InputGradientAttributes>('Conv2DBackpropInput', (stock) => (call) => {
    const { inputs, backend, attrs } = call;
    const { dy, filter } = inputs;
    if (attrs.dataFormat === 'NCHW') return stock(call);
    const geometry = geometryOf(attrs.inputShape, filter.shape, attrs, false);
    const { dilationHeight, dilationWidth } = geometry;
    return compose(backend, (operations) => {
      const turned = operations.transpose(operations.reverse(filter, [0, 1]), [0, 1, 3, 2]);
      return operations.convolve(spreadGradient(operations, dy, geometry), turned, [dilationHeight, dilationWidth]);
    });
  });
