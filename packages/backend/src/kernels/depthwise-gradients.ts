import type { TensorInfo } from '@tensorflow/tfjs-core';
import { compose, reshape } from './compose.js';
import { type ConvolutionAttributes, geometryOf, spreadGradient, valuesAtPositions } from './convolution-geometry.js';
import { addKernel } from './replace-kernel.js';

type FilterGradientAttributes = ConvolutionAttributes & { readonly filterShape: readonly number[] };
type InputGradientAttributes = ConvolutionAttributes & { readonly inputShape: readonly number[] };

/** Adds `DepthwiseConv2dNativeBackpropFilter`, which the wasm backend lacks: a sum of products for each filter position. */
export const addDepthwiseFilterGradient = (): void =>
  addKernel<{ x: TensorInfo; dy: TensorInfo }, FilterGradientAttributes>(
    'DepthwiseConv2dNativeBackpropFilter',
    ({ inputs: { x, dy }, backend, attrs }) => {
      const geometry = geometryOf(x.shape, attrs.filterShape, attrs, true);
      const { batchSize, outHeight, outWidth, inChannels, outChannels } = geometry;
      const count = batchSize * outHeight * outWidth;
      return compose(backend, (operations) => {
        const gradient = reshape(operations.transpose(reshape(dy, [count, outChannels]), [1, 0]), [
          inChannels,
          outChannels / inChannels,
          count,
        ]);
        const sums = valuesAtPositions(operations, x, geometry).map((values) => {
          const products = operations.multiply(reshape(values, [inChannels, 1, count]), gradient);
          return reshape(operations.sum(products, 2), [1, outChannels]);
        });
        return reshape(operations.concat(sums, 0), attrs.filterShape);
      });
    },
  );

/** Adds `DepthwiseConv2dNativeBackpropInput`, which the wasm backend lacks: a depthwise convolution with the turned filter. */
export const addDepthwiseInputGradient = (): void =>
  addKernel<{ dy: TensorInfo; filter: TensorInfo }, InputGradientAttributes>(
    'DepthwiseConv2dNativeBackpropInput',
    ({ inputs: { dy, filter }, backend, attrs }) => {
      const geometry = geometryOf(attrs.inputShape, filter.shape, attrs, true);
      const { inChannels, outChannels, filterHeight, filterWidth, dilationHeight, dilationWidth } = geometry;
      const perChannel = outChannels / inChannels;
      return compose(backend, (operations) => {
        const turned = reshape(operations.reverse(filter, [0, 1]), [filterHeight, filterWidth, outChannels, 1]);
        const parts = operations.convolveDepthwise(spreadGradient(operations, dy, geometry), turned, [dilationHeight, dilationWidth]);
        const [batch, height, width] = attrs.inputShape as [number, number, number];
        return perChannel === 1 ? parts : operations.sum(reshape(parts, [batch, height, width, inChannels, perChannel]), 4);
      });
    },
  );
