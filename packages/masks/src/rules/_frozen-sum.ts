import { add, gather, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer.js';

/** Kernel, bias and activation of a layer in plain operations, without the gradient of a frozen kernel. */
export const frozenSum = (layer: Layer, linear: (x: Tensor, kernel: Tensor) => Tensor): ((x: Tensor) => Tensor) => {
  const { activation } = layer as unknown as { activation: { apply(x: Tensor): Tensor } };
  return (x) => {
    const [kernel, bias] = layer.weights.map((weight) => weight.read());
    const sum = linear(x, kernel!);
    return activation.apply(bias === undefined ? sum : add(sum, bias));
  };
};

/** The same from some inputs to some units, the last two axes of the kernel. */
export const frozenSumOfSome = (
  layer: Layer,
  linear: (x: Tensor, kernel: Tensor) => Tensor,
): ((x: Tensor, inputs: Tensor1D, wanted: Tensor1D) => Tensor) => {
  const { activation } = layer as unknown as { activation: { apply(x: Tensor): Tensor } };
  return (x, inputs, wanted) => {
    const [kernel, bias] = layer.getWeights() as [Tensor, Tensor1D | undefined];
    const axis = kernel.rank - 2;
    const product = linear(x, gather(gather(kernel, inputs, axis), wanted, axis + 1));
    return activation.apply(bias === undefined ? product : add(product, gather(bias, wanted)));
  };
};
