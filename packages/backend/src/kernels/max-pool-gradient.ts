import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel.js';
import { addressOf, type WasmBackend } from './wasm-backend.js';

type Pool = Parameters<typeof backend_util.computePool2DInfo>;

interface PoolAttributes {
  readonly filterSize: Pool[1];
  readonly strides: Pool[2];
  readonly pad: Pool[4];
  readonly dimRoundingMode?: Pool[5];
}

/**
 * Replaces `MaxPoolGrad`: the gradient of a window goes to its first greatest value.
 *
 * The stock kernel sends the gradient of every window without a positive value, such as a window of zeros after a relu, to the first
 * value of the whole tensor.
 */
export const replaceMaxPoolGradient = (): void =>
  replaceKernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttributes>('MaxPoolGrad', () => ({ inputs: { dy, input }, backend, attrs }) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const pool = backend_util.computePool2DInfo(input.shape as Pool[0], filterSize, strides, 1, pad, dimRoundingMode);
    const result = backend.makeOutput(input.shape, 'float32');
    const [x, gradient, sums] = [input, dy, result].map((tensor) => floats(backend, tensor)) as [Float32Array, Float32Array, Float32Array];
    sums.fill(0);
    const { batchSize, outHeight, outWidth, inHeight, inWidth, outChannels: channels } = pool;
    const [rowOf, columnOf] = [
      { stride: pool.strideHeight, before: pool.padInfo.top, size: pool.effectiveFilterHeight, end: inHeight },
      { stride: pool.strideWidth, before: pool.padInfo.left, size: pool.effectiveFilterWidth, end: inWidth },
    ];
    let at = 0;
    for (let image = 0; image < batchSize; image++) {
      for (let outRow = 0; outRow < outHeight; outRow++) {
        const [top, bottom] = windowAlong(rowOf, outRow);
        for (let outColumn = 0; outColumn < outWidth; outColumn++) {
          const [left, right] = windowAlong(columnOf, outColumn);
          for (let channel = 0; channel < channels; channel++, at++) {
            let [greatest, place] = [Number.NEGATIVE_INFINITY, -1];
            for (let row = top; row < bottom; row++) {
              const line = (image * inHeight + row) * inWidth * channels + channel;
              for (let position = line + left * channels; position < line + right * channels; position += channels) {
                if (x[position]! > greatest) [greatest, place] = [x[position]!, position];
              }
            }
            if (place >= 0) sums[place]! += gradient[at]!;
          }
        }
      }
    }
    return result;
  });

interface Axis {
  readonly stride: number;
  readonly before: number;
  readonly size: number;
  readonly end: number;
}

const windowAlong = ({ stride, before, size, end }: Axis, out: number): [number, number] => {
  const start = out * stride - before;
  return [Math.max(0, start), Math.min(end, start + size)];
};

const floats = (backend: WasmBackend, tensor: TensorInfo): Float32Array =>
  new Float32Array(backend.wasm.HEAPU8.buffer, addressOf(backend, tensor), util.sizeFromShape(tensor.shape));
