import type { TensorInfo } from '@tensorflow/tfjs-core';
import { wasmKernel } from './replace-kernel.js';
import type { WasmBackend } from './wasm-backend.js';

type Shape = readonly number[];

/** The wasm kernels that a composed one is made of. */
export interface Operations {
  readonly transpose: (x: TensorInfo, perm: Shape) => TensorInfo;
  readonly pad: (x: TensorInfo, paddings: readonly (readonly [number, number])[]) => TensorInfo;
  readonly slice: (x: TensorInfo, begin: Shape, size: Shape) => TensorInfo;
  readonly stridedSlice: (x: TensorInfo, begin: Shape, end: Shape, strides: Shape) => TensorInfo;
  readonly concat: (parts: readonly TensorInfo[], axis: number) => TensorInfo;
  readonly reverse: (x: TensorInfo, dims: Shape) => TensorInfo;
  readonly matMul: (a: TensorInfo, b: TensorInfo) => TensorInfo;
  readonly multiply: (a: TensorInfo, b: TensorInfo) => TensorInfo;
  readonly sum: (x: TensorInfo, axis: number) => TensorInfo;
  readonly zeros: (shape: Shape) => TensorInfo;
  readonly convolve: (x: TensorInfo, filter: TensorInfo, dilations: Shape) => TensorInfo;
  readonly convolveDepthwise: (x: TensorInfo, filter: TensorInfo, dilations: Shape) => TensorInfo;
}

/** The same values under another shape. */
export const reshape = ({ dataId, dtype }: TensorInfo, shape: Shape): TensorInfo => ({ dataId, dtype, shape: [...shape] });

const plainStride = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dimRoundingMode: undefined };
const noMasks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };

/** Runs a kernel that is composed of others, and releases every intermediate result. */
export const compose = (backend: WasmBackend, build: (operations: Operations) => TensorInfo): TensorInfo => {
  const made: TensorInfo[] = [];
  let result: TensorInfo | undefined;
  const run = (name: string, inputs: object, attrs: object): TensorInfo => {
    const output = wasmKernel<object, object>(name)({ inputs, backend, attrs });
    made.push(output);
    return output;
  };
  const operations: Operations = {
    transpose: (x, perm) => run('Transpose', { x }, { perm }),
    pad: (x, paddings) => (paddings.flat().every((size) => size === 0) ? x : run('PadV2', { x }, { paddings, constantValue: 0 })),
    slice: (x, begin, size) => run('Slice', { x }, { begin, size }),
    stridedSlice: (x, begin, end, strides) => run('StridedSlice', { x }, { begin, end, strides, ...noMasks }),
    concat: (parts, axis) => (parts.length === 1 ? parts[0]! : run('Concat', parts, { axis })),
    reverse: (x, dims) => run('Reverse', { x }, { dims }),
    matMul: (a, b) => run('BatchMatMul', { a, b }, { transposeA: false, transposeB: false }),
    multiply: (a, b) => run('Multiply', { a, b }, {}),
    sum: (x, axis) => run('Sum', { x }, { axis, keepDims: false }),
    zeros: (shape) => run('Fill', {}, { shape, value: 0, dtype: 'float32' }),
    convolve: (x, filter, dilations) => run('Conv2D', { x, filter }, { ...plainStride, dilations }),
    convolveDepthwise: (x, filter, dilations) => run('DepthwiseConv2dNative', { x, filter }, { ...plainStride, dilations }),
  };
  try {
    result = build(operations);
    return result;
  } finally {
    for (const { dataId } of made) if (dataId !== result?.dataId) backend.disposeData(dataId);
  }
};
