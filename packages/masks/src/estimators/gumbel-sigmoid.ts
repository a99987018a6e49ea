import { add, customGrad, div, greater, mul, sigmoid, step, sub, type Tensor, cast, type GradSaveFunc } from '@tensorflow/tfjs-core';
import type { Estimator } from './estimator.js';

/**
 * The straight-through Gumbel-sigmoid estimator: hard samples forward, the gradient of the relaxed sample backward.
 *
 * With logit l, temperature τ and u ~ U(0, 1), the relaxed sample is s = σ((l + log u − log(1 − u)) / τ). The forward value is
 * 1[s > ½], the gradient is s(1 − s) / τ, the keep probability is σ(l) at every temperature, and the mask at inference is 1[l > 0].
 * The difference of two Gumbel variables is logistic, hence the name.
 *
 * Maddison et al. 2017 (arXiv 1611.00712), Jang et al. 2017 (arXiv 1611.01144); for masks Csordás et al. 2021 (arXiv 2010.02066).
 *
 * @example
 * const masked = insertMasks(network, { mask: () => ({ estimator: gumbelSigmoid() }) });
 */
export const gumbelSigmoid = (): Estimator => ({
  name: 'gumbelSigmoid',
  relaxed: false,
  sample: straightThrough,
  harden,
  keepProbability: sigmoid,
  initialLogit,
});

const harden = (logits: Tensor): Tensor => cast(greater(logits, 0), 'float32');

const initialLogit = (keepProbability: number): number => Math.log(keepProbability / (1 - keepProbability));

const straightThrough = (logits: Tensor, noise: Tensor, temperature: number): Tensor =>
  customGrad((l, save) => {
    const relaxed = sigmoid(div(add(l as Tensor, noise), temperature));
    (save as GradSaveFunc)([relaxed]);
    return {
      value: step(sub(relaxed, 0.5)),
      gradFunc: (dy: Tensor, [s]: Tensor[]) => div(mul(dy, mul(s!, sub(1, s!))), temperature),
    };
  })(logits);
