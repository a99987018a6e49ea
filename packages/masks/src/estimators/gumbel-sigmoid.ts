import { customGrad, div, type GradSaveFunc, mul, sigmoid, step, sub, type Tensor } from '@tensorflow/tfjs-core';
import { builtIn } from './built-in.js';
import type { Estimator } from './estimator.js';
import { isPositive, logit, relaxedSample } from './logistic.js';

/**
 * The straight-through Gumbel-sigmoid estimator: hard samples forward, the gradient of the relaxed sample backward.
 *
 * With logit l, temperature τ and u ~ U(0, 1), the relaxed sample is s = σ((l + log u − log(1 − u)) / τ). The forward value is
 * 1[s > ½], the gradient is s(1 − s) / τ, the keep probability is σ(l) at every temperature, and the mask at inference is 1[l > 0].
 * The name comes from the difference of two Gumbel variables, which is logistic.
 *
 * It is the default: {@link hardConcrete} also samples between 0 and 1, and {@link straightThrough} and {@link continuousSparsification}
 * explore without noise.
 *
 * Maddison et al. 2017 (arXiv 1611.00712), Jang et al. 2017 (arXiv 1611.01144); for masks Csordás et al. 2021 (arXiv 2010.02066).
 *
 * @example
 * const masked = insertMasks(network, { mask: () => ({ estimator: gumbelSigmoid() }) });
 */
export const gumbelSigmoid = (): Estimator =>
  builtIn({
    name: 'gumbelSigmoid',
    relaxed: false,
    sample: straightThroughSample,
    harden: isPositive,
    keepProbability: sigmoid,
    initialLogit: logit,
  });

const straightThroughSample = (logits: Tensor, noise: Tensor, temperature: number): Tensor =>
  customGrad((l, save) => {
    const relaxed = relaxedSample(l as Tensor, noise, temperature);
    (save as GradSaveFunc)([relaxed]);
    return {
      value: step(sub(relaxed, 0.5)),
      gradFunc: (dy: Tensor, [s]: Tensor[]) => div(mul(dy, mul(s!, sub(1, s!))), temperature),
    };
  })(logits);
