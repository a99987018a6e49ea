import { conv2d, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { weightedSum } from '../kinds/weighted-sum.js';
import type { Layer } from '../layers/layer.js';
import { convolveLive, paysToLook } from './convolve-live.js';
import { frozenSum, frozenSumOfSome } from './_frozen-sum.js';
import { atEachOutput } from './_kernel-products.js';
import { activationMixes, ownActivation } from './_own-activation.js';
import { kernelStep } from './_kernel-step.js';
import type { LayerRule } from './layer-rule.js';

/** Convolutions with channels on the last axis, over one, two or three other axes. */
const convolution: Omit<LayerRule, 'classNames'> = {
  flow: 'forms',
  maskedByDefault: true,
  multiplyAdds: atEachOutput,
};

const extract: LayerRule['extract'] = ({ layer, weights: [kernel, bias] }) => [
  { name: layer.name, kind: weightedSum({ layer, kernel: kernel!, bias, size: 'filters' }) },
  ...ownActivation(layer),
];

interface Config {
  readonly dataFormat?: string;
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dilationRate: number | [number, number];
}

const frozenCall = (layer: Layer): ((x: Tensor) => Tensor) | undefined => {
  const { dataFormat, strides, padding, dilationRate } = layer.getConfig() as unknown as Config;
  if (dataFormat === 'channelsFirst') return undefined;
  const isDilated = [dilationRate].flat().some((rate) => rate !== 1);
  return frozenSum(layer, (x, kernel) =>
    isDilated || !paysToLook(kernel.shape)
      ? conv2d(x as Tensor4D, kernel as Tensor4D, strides, padding, 'NHWC', dilationRate)
      : convolveLive(x as Tensor4D, kernel as Tensor4D, strides, padding),
  );
};

const channelStep: LayerRule['channelStep'] = (layer) => {
  if (activationMixes(layer)) return undefined;
  const { strides, padding, dilationRate } = layer.getConfig() as unknown as Config;
  const apply = frozenSumOfSome(layer, (x, kernel) => conv2d(x as Tensor4D, kernel as Tensor4D, strides, padding, 'NHWC', dilationRate));
  return { kind: 'kernel', units: (layer.outputShape as number[]).at(-1)!, apply };
};

const imageStep: LayerRule['imageStep'] = (layer) => {
  const { strides, padding, dilationRate } = layer.getConfig() as unknown as Config;
  return kernelStep(layer, { strides, padding, dilations: pairOf(dilationRate) });
};

const pairOf = (rate: number | readonly [number, number]): readonly [number, number] => (typeof rate === 'number' ? [rate, rate] : rate);

/** Convolutions; those over three axes are masked and counted, but not extracted. */
export const convolutions: readonly LayerRule[] = [
  { ...convolution, classNames: ['Conv1D'], extract },
  { ...convolution, classNames: ['Conv2D'], extract, frozenCall, channelStep, imageStep },
  { ...convolution, classNames: ['Conv3D'] },
];
