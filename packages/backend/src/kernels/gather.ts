import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel.js';
import { addressOf } from './wasm-backend.js';

interface GatherAttributes {
  readonly axis: number | number[];
  readonly batchDims?: number;
}

/** Replaces `GatherV2` of wasm, along the first axis, by copies of rows; the stock kernel copies element by element. */
export const replaceGather = (): void =>
  replaceKernel<{ x: TensorInfo; indices: TensorInfo }, GatherAttributes>('GatherV2', (stock) => (call) => {
    const { x, indices } = call.inputs;
    const { backend, attrs } = call;
    const alongRows = x.shape.length > 0 && util.parseAxisParam(attrs.axis, x.shape)[0] === 0 && !attrs.batchDims;
    if (!alongRows || x.dtype === 'string' || x.dtype === 'complex64' || indices.dtype !== 'int32') return stock(call);

    const count = x.shape[0]!;
    const outside = backend.typedArrayFromHeap(indices).find((row) => row < 0 || row >= count);
    if (outside !== undefined) throw new Error(`GatherV2: the index value ${outside} is not in [0, ${count - 1}]`);

    const rowShape = x.shape.slice(1);
    const out = backend.makeOutput([...indices.shape, ...rowShape], x.dtype);
    const rows = backend.typedArrayFromHeap(indices);
    const rowBytes = util.sizeFromShape(rowShape) * util.bytesPerElement(x.dtype);
    const heap = backend.wasm.HEAPU8;
    const from = addressOf(backend, x);
    const to = addressOf(backend, out);
    rows.forEach((row, i) => {
      heap.copyWithin(to + i * rowBytes, from + row * rowBytes, from + (row + 1) * rowBytes);
    });
    return out;
  });
