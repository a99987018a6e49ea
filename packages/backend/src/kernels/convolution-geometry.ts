import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Operations, reshape } from './compose.js';

/** Sizes of a two-dimensional convolution, as TensorFlow.js computes them. */
export type Geometry = backend_util.Conv2DInfo;

/** The attributes that a convolution and its gradients share. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly dilations?: number | [number, number] | null;
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: 'NHWC' | 'NCHW';
}

/** The sizes for an input [batch, height, width, channels] and a filter [height, width, inputs, outputs]. */
export const geometryOf = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): Geometry =>
  backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );

const atLeastZero = (size: number): number => Math.max(0, size);

/**
 * For each position of the filter, the input values that it multiplies, as [channels, batch · outputs]: the rows of a product
 * with the gradient of the output.
 */
export const valuesAtPositions = (operations: Operations, x: TensorInfo, geometry: Geometry): TensorInfo[] => {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = geometry;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = geometry;
  const reachY = (outHeight - 1) * strideHeight + 1;
  const reachX = (outWidth - 1) * strideWidth + 1;
  const below = atLeastZero(reachY + (filterHeight - 1) * dilationHeight - inHeight - padInfo.top);
  const right = atLeastZero(reachX + (filterWidth - 1) * dilationWidth - inWidth - padInfo.left);
  const channelsFirst = operations.transpose(x, [3, 0, 1, 2]);
  const padded = operations.pad(channelsFirst, [
    [0, 0],
    [0, 0],
    [padInfo.top, below],
    [padInfo.left, right],
  ]);
  const positions: TensorInfo[] = [];
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const [top, left] = [row * dilationHeight, column * dilationWidth];
      const values =
        strideHeight === 1 && strideWidth === 1
          ? operations.slice(padded, [0, 0, top, left], [inChannels, batchSize, outHeight, outWidth])
          : operations.stridedSlice(
              padded,
              [0, 0, top, left],
              [inChannels, batchSize, top + reachY, left + reachX],
              [1, 1, strideHeight, strideWidth],
            );
      positions.push(reshape(values, [inChannels, batchSize * outHeight * outWidth]));
    }
  }
  return positions;
};

/**
 * The gradient of the output with zeros between its values, one stride apart, and with borders such that a plain
 * convolution of it with the turned filter has the input's size.
 */
export const spreadGradient = (operations: Operations, dy: TensorInfo, geometry: Geometry): TensorInfo => {
  const { batchSize, inHeight, inWidth, outChannels, outHeight, outWidth, filterHeight, filterWidth } = geometry;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = geometry;
  const [height, width] = [outHeight * strideHeight, outWidth * strideWidth];
  const betweenColumns = (x: TensorInfo): TensorInfo => {
    const count = batchSize * outHeight * outWidth;
    const gap = operations.zeros([count, (strideWidth - 1) * outChannels]);
    return operations.concat([reshape(x, [count, outChannels]), gap], 1);
  };
  const betweenRows = (x: TensorInfo): TensorInfo => {
    const gap = operations.zeros([batchSize * outHeight, (strideHeight - 1) * width * outChannels]);
    return operations.concat([reshape(x, [batchSize * outHeight, width * outChannels]), gap], 1);
  };
  const wide = strideWidth > 1 ? betweenColumns(dy) : dy;
  const spread = reshape(strideHeight > 1 ? betweenRows(wide) : wide, [batchSize, height, width, outChannels]);

  const top = dilationHeight * (filterHeight - 1) - padInfo.top;
  const left = dilationWidth * (filterWidth - 1) - padInfo.left;
  const below = inHeight + padInfo.top - height;
  const right = inWidth + padInfo.left - width;
  const padded = operations.pad(spread, [
    [0, 0],
    [atLeastZero(top), atLeastZero(below)],
    [atLeastZero(left), atLeastZero(right)],
    [0, 0],
  ]);
  if (Math.min(top, left, below, right) >= 0) return padded;
  const size = [batchSize, height + top + below, width + left + right, outChannels];
  return operations.slice(padded, [0, atLeastZero(-top), atLeastZero(-left), 0], size);
};
