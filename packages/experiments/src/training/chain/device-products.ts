import { fused, matMul, tensor1d, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';

/** A matrix on the host, row-major. */
export interface Matrix {
  readonly values: Float32Array;
  readonly columns: number;
}

const tensorOf = ({ values, columns }: Matrix): Tensor2D => tensor2d(values, [values.length / columns, columns]);

/** relu(a · b + bias), or without the relu, on the device. */
export const layerOutputs = (a: Matrix, b: Matrix, bias: Float32Array, isRelu: boolean): Float32Array =>
  read(() => fused.matMul({ a: tensorOf(a), b: tensorOf(b), bias: tensor1d(bias), activation: isRelu ? 'relu' : 'linear' }) as Tensor2D);

/** aᵀ · b on the device. */
export const productOfTransposed = (a: Matrix, b: Matrix): Float32Array => read(() => matMul(tensorOf(a), tensorOf(b), true, false));

/** a · bᵀ on the device. */
export const productByTransposed = (a: Matrix, b: Matrix): Float32Array => read(() => matMul(tensorOf(a), tensorOf(b), false, true));

const read = (compute: () => Tensor2D): Float32Array => {
  const result = tidy(compute);
  const values = result.dataSync<'float32'>();
  result.dispose();
  return values;
};
