import { slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel.js';
import { addressOf } from './wasm-backend.js';

interface SliceAttributes {
  readonly begin: number | number[];
  readonly size: number | number[];
}

/** Replaces `Slice` of wasm by copies of whole runs inside the heap; the stock kernel copies its entire input first. */
export const replaceSlice = (): void =>
  replaceKernel<{ x: TensorInfo }, SliceAttributes>('Slice', (stock) => (call) => {
    const { x } = call.inputs;
    const { backend, attrs } = call;
    if (x.dtype === 'string' || x.dtype === 'complex64' || x.shape.length === 0) return stock(call);
    const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]];
    const out = backend.makeOutput(size, x.dtype);
    if (util.sizeFromShape(size) === 0) return out;

    const bytes = util.bytesPerElement(x.dtype);
    const strides = [...util.computeStrides(x.shape), 1].map((stride) => stride * bytes);
    let last = size.length - 1; // every axis after it is taken whole
    while (last > 0 && size[last] === x.shape[last]) last--;
    const run = size[last]! * strides[last]!;
    const heap = backend.wasm.HEAPU8;
    const base = begin.reduce((address, at, axis) => address + at * strides[axis]!, addressOf(backend, x));
    let to = addressOf(backend, out);
    const copyRuns = (axis: number, from: number): void => {
      if (axis === last) {
        heap.copyWithin(to, from, from + run);
        to += run;
        return;
      }
      for (let i = 0; i < size[axis]!; i++) copyRuns(axis + 1, from + i * strides[axis]!);
    };
    copyRuns(0, base);
    return out;
  });
