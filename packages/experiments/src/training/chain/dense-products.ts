import { fused, getBackend, matMul, type Tensor2D, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { TrainedDenseLayer } from './chain-layers.js';
import type { HostKernels } from '../../kernels/host-kernels.js';

/** The three products of a dense layer, from `[size, inputs]` to `[size, units]`. */
export interface DenseProducts {
  /** out = act(x · kernel + bias) */
  forward(x: Float32Array, out: Float32Array): void;
  /** The gradient of the kernel: xᵀ · slopes. */
  kernelGradient(x: Float32Array, slopes: Float32Array): void;
  /** The gradient of the inputs: slopes · kernelᵀ. */
  inputGradient(slopes: Float32Array, out: Float32Array): void;
}

/** From this many multiplications on, several threads are faster than the kernels, copies included. */
const worthTheDevice = 5e7;

/** Whether the backend has several threads and a layer's products are large enough for them. */
export const isForDevice = ({ inputs, units }: Pick<TrainedDenseLayer, 'inputs' | 'units'>, size: number): boolean =>
  getBackend() === 'tensorflow' && inputs * units * size > worthTheDevice;

/** The bytes that {@link createHostProducts} takes of the kernels' memory. */
export const hostProductBytes = ({ inputs, units }: Pick<TrainedDenseLayer, 'inputs' | 'units'>, size: number): number =>
  4 * (8 * Math.max(inputs, units, size) + Math.max(inputs, units)) + 128;

/** Products by the kernels. */
export const createHostProducts = (kernels: HostKernels, layer: TrainedDenseLayer, size: number): DenseProducts => {
  const { inputs, units, kernel, bias, kernelGradient, dense } = layer;
  const packed = kernels.floats(8 * Math.max(inputs, units, size));
  const zeros = kernels.floats(Math.max(inputs, units));
  const plain = (values: Float32Array, width: number) => ({ values, rowStride: width, columnStride: 1 });
  const transposed = (values: Float32Array, width: number) => ({ values, rowStride: 1, columnStride: width });
  return {
    forward(x, out) {
      const output = { out, rows: size, columns: units, bias, isRelu: dense.isRelu };
      kernels.multiplyDense(plain(x, inputs), plain(kernel, units), inputs, output, packed);
    },
    kernelGradient(x, slopes) {
      const output = { out: kernelGradient, rows: inputs, columns: units, bias: zeros, isRelu: false };
      kernels.multiplyDense(transposed(x, inputs), plain(slopes, units), size, output, packed);
    },
    inputGradient(slopes, out) {
      const output = { out, rows: size, columns: inputs, bias: zeros, isRelu: false };
      kernels.multiplyDense(plain(slopes, units), transposed(kernel, units), units, output, packed);
    },
  };
};

/** Products by the backend of TensorFlow.js. */
export const createDeviceProducts = ({ inputs, units, kernel, bias, kernelGradient, dense }: TrainedDenseLayer): DenseProducts => {
  const matrix = (values: Float32Array, width: number) => tensor2d(values, [values.length / width, width]);
  const read = (out: Float32Array, compute: () => Tensor2D): void => {
    const result = tidy(compute);
    out.set(result.dataSync<'float32'>());
    result.dispose();
  };
  const activation = dense.isRelu ? 'relu' : 'linear';
  return {
    forward(x, out) {
      read(out, () => fused.matMul({ a: matrix(x, inputs), b: matrix(kernel, units), bias: tensor1d(bias), activation }) as Tensor2D);
    },
    kernelGradient(x, slopes) {
      read(kernelGradient, () => matMul(matrix(x, inputs), matrix(slopes, units), true, false));
    },
    inputGradient(slopes, out) {
      read(out, () => matMul(matrix(slopes, units), matrix(kernel, units), false, true));
    },
  };
};
