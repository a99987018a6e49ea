import { add, conv2d, matMul, reshape, type Tensor, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { convolveLive, paysToLook } from './convolve-live.js';

/**
 * Makes one frozen dense or conv2d layer compute no gradient of its kernel; any other layer is left as it is.
 *
 * TensorFlow.js runs these layers as one fused operation, whose gradient always includes the kernel's, a product as large as the
 * forward one. The same sum of plain operations gives the same values and gradients without it, and still has the kernel's gradient
 * should the layer be thawed.
 */
export const unfuseFrozen = (layer: layers.Layer): void => {
  const kind = layer.getClassName();
  if (layer.trainable || (kind !== 'Dense' && kind !== 'Conv2D')) return;
  const { dataFormat, strides, padding, dilationRate } = layer.getConfig() as unknown as ConvolutionConfig;
  if (dataFormat === 'channelsFirst') return;
  const { activation } = layer as unknown as { activation: { apply(x: Tensor): Tensor } };
  const isDilated = [dilationRate].flat().some((rate) => rate !== 1);
  const convolve = (x: Tensor4D, kernel: Tensor4D): Tensor4D =>
    layer.trainable || isDilated || !paysToLook(kernel.shape)
      ? conv2d(x, kernel, strides, padding, 'NHWC', dilationRate)
      : convolveLive(x, kernel, strides, padding);
  const linear = (x: Tensor, kernel: Tensor): Tensor =>
    kind === 'Dense' ? product(x, kernel as Tensor2D) : convolve(x as Tensor4D, kernel as Tensor4D);
  layer.call = (inputs) =>
    tidy(() => {
      const [kernel, bias] = layer.weights.map((weight) => weight.read());
      const sum = linear([inputs].flat()[0]!, kernel!);
      return activation.apply(bias === undefined ? sum : add(sum, bias));
    });
};

const product = (x: Tensor, kernel: Tensor2D): Tensor => {
  if (x.rank === 2) return matMul(x as Tensor2D, kernel);
  return reshape(matMul(reshape(x, [-1, kernel.shape[0]]), kernel), [...x.shape.slice(0, -1), kernel.shape[1]]);
};

interface ConvolutionConfig {
  readonly dataFormat?: string;
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dilationRate: [number, number];
}
