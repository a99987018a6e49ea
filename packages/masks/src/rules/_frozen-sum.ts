import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer.js';

/** Kernel, bias and activation of a layer in plain operations, of which none computes the gradient of a frozen kernel. */
export const frozenSum = (layer: Layer, linear: (x: Tensor, kernel: Tensor) => Tensor): ((x: Tensor) => Tensor) => {
  const { activation } = layer as unknown as { activation: { apply(x: Tensor): Tensor } };
  return (x) => {
    const [kernel, bias] = layer.weights.map((weight) => weight.read());
    const sum = linear(x, kernel!);
    return activation.apply(bias === undefined ? sum : add(sum, bias));
  };
};
