import { matMul, relu, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';

/** The product of two matrices on the device, `[rows, inner] · [inner, columns]`, optionally followed by a relu. */
export const product = (a: Float32Array, b: Float32Array, rows: number, columns: number, isRelu = false): Float32Array => {
  if (rows === 0) return new Float32Array(0);
  return read(() => {
    const [left, right] = [tensor2d(a, [rows, a.length / rows]), tensor2d(b, [b.length / columns, columns])];
    const result: Tensor2D = matMul(left, right);
    return isRelu ? relu(result) : result;
  });
};

/** The product with the second matrix transposed: `[rows, inner] · [columns, inner]ᵀ`. */
export const productTransposed = (a: Float32Array, b: Float32Array, rows: number, columns: number): Float32Array => {
  if (rows === 0) return new Float32Array(0);
  return read(() => matMul(tensor2d(a, [rows, a.length / rows]), tensor2d(b, [columns, b.length / columns]), false, true));
};

const read = (compute: () => Tensor2D): Float32Array => {
  const result = tidy(compute);
  const values = result.dataSync<'float32'>();
  result.dispose();
  return values;
};
