import { matMul, reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { weightedSum } from '../kinds/weighted-sum.js';
import { atEachOutput } from './_kernel-products.js';
import { activationMixes, ownActivation } from './_own-activation.js';
import type { LayerRule } from './layer-rule.js';
import { frozenSum, frozenSumOfSome } from './_frozen-sum.js';
import { kernelStep } from './_kernel-step.js';

/** Dense layers. */
export const dense: LayerRule = {
  classNames: ['Dense'],
  flow: 'forms',
  maskedByDefault: true,
  multiplyAdds: atEachOutput,
  frozenCall: (layer) => frozenSum(layer, product),
  channelStep: (layer) => {
    const [, units, ...more] = layer.outputShape as number[];
    if (more.length > 0 || activationMixes(layer)) return undefined;
    return { kind: 'kernel', units: units!, apply: frozenSumOfSome(layer, product) };
  },
  imageStep: (layer) => kernelStep(layer, { strides: [1, 1], padding: 'valid', dilations: [1, 1] }),
  extract: ({ layer, weights: [kernel, bias] }) => [
    { name: layer.name, kind: weightedSum({ layer, kernel: kernel!, bias, size: 'units' }) },
    ...ownActivation(layer),
  ],
};

/** x·kernel for the last axis of x. */
const product = (x: Tensor, kernel: Tensor): Tensor => {
  if (x.rank === 2) return matMul(x as Tensor2D, kernel as Tensor2D);
  return reshape(matMul(reshape(x, [-1, kernel.shape[0]]), kernel as Tensor2D), [...x.shape.slice(0, -1), kernel.shape[1]!]);
};
