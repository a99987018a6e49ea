import {
  conv2d,
  getKernel,
  type KernelConfig,
  registerKernel,
  relu,
  reverse,
  sign,
  type Tensor,
  type Tensor4D,
  tidy,
  transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { ConvolutionAttributes } from './convolution-geometry.js';

const replaced = Symbol.for('@dum/backend/replaced');

/** Replaces a stock kernel of tfjs-node, once; where `better` returns undefined, the stock kernel computes the call. */
const replaceKernel = <Inputs, Attributes>(
  name: string,
  better: (call: { readonly inputs: Inputs; readonly attrs: Attributes }) => Tensor | undefined,
): void => {
  const stock: KernelConfig = getKernel(name, 'tensorflow');
  if (replaced in stock.kernelFunc) return;
  const kernelFunc: KernelConfig['kernelFunc'] = (call) =>
    better({ inputs: call.inputs as Inputs, attrs: call.attrs as Attributes }) ?? stock.kernelFunc(call);
  unregisterKernel(name, 'tensorflow');
  registerKernel({ ...stock, kernelFunc: Object.assign(kernelFunc, { [replaced]: true }) });
};

/** 1 above zero, 0 below, NaN for NaN: two operations in place of the six of tfjs-node. It is in the gradient of every relu. */
const replaceStep = (): void =>
  replaceKernel<{ x: Tensor }, { alpha: number }>('Step', ({ inputs: { x }, attrs: { alpha } }) =>
    alpha === 0 && x.dtype === 'float32' ? tidy(() => sign(relu(x))) : undefined,
  );

/** Computes the input gradient of a plain convolution with an odd filter as a convolution with the turned filter. */
const replaceConv2DInputGradient = (): void =>
  replaceKernel<{ dy: Tensor4D; filter: Tensor4D }, ConvolutionAttributes>(
    'Conv2DBackpropInput',
    ({ inputs: { dy, filter }, attrs: { strides, pad, dataFormat } }) => {
      const [height, width] = filter.shape;
      const isPlain = pad === 'same' && dataFormat !== 'NCHW' && [strides].flat().every((stride) => stride === 1);
      if (!isPlain || height % 2 === 0 || width % 2 === 0) return undefined;
      return tidy(() => conv2d(dy, transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]), 1, 'same'));
    },
  );

/**
 * Replaces two slow kernels of tfjs-node with faster operations that give the same numbers: the step in the gradient of a relu, and the
 * input gradient of a plain convolution. Calling it again changes nothing.
 */
export const accelerateTensorflow = (): void => {
  replaceStep();
  replaceConv2DInputGradient();
};
