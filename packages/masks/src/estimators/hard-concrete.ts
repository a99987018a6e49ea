import { add, customGrad, type GradSaveFunc, mul, relu, sigmoid, step, sub, type Tensor } from '@tensorflow/tfjs-core';
import { finiteNumber, requireKnownOptions, requireOptions } from '@dum/errors';
import { builtIn } from './built-in.js';
import type { Estimator } from './estimator.js';
import { isPositive, logit, relaxedSample } from './logistic.js';

/** How far a hard concrete sample is stretched beyond [0, 1] before it is clipped. */
export interface HardConcreteOptions {
  /** The lower end, below 0; default −.1. */
  readonly gamma?: number;
  /** The upper end, above 1; default 1.1. */
  readonly zeta?: number;
}

/**
 * The hard concrete estimator: relaxed samples, stretched and clipped so that many are exactly 0 or exactly 1.
 *
 * With logit l, temperature τ and u ~ U(0, 1): s = σ((l + log u − log(1 − u)) / τ) and z = min(1, max(0, s(ζ − γ) + γ)). The gradient
 * is that of z, so 0 where z is clipped. The keep probability is P(z ≠ 0) = σ(l − τ log(−γ/ζ)), which makes `expectedUnits` the L0 penalty
 * of the paper. The mask at inference is 1[l > 0], which equals z without noise, rounded, if γ + ζ = 1.
 *
 * By default a search keeps the paper's τ = 2/3 and starts at P(z ≠ 0) = .8, a logit just below 0. Prefer {@link gumbelSigmoid} if the
 * network should see masks of 0 and 1 only.
 *
 * Louizos, Welling and Kingma 2018 (arXiv 1712.01312). Throws `bad-input` for γ not below 0, ζ not above 1, or another option.
 */
export const hardConcrete = (options: HardConcreteOptions = {}): Estimator => {
  requireKnownOptions('hardConcrete', options, ['gamma', 'zeta']);
  const { gamma = -0.1, zeta = 1.1 } = options;
  requireOptions('hardConcrete', { gamma, zeta }, { gamma: finiteNumber({ below: 0 }), zeta: finiteNumber({ above: 1 }) });
  const shift = Math.log(-gamma / zeta);
  return builtIn({
    name: 'hardConcrete',
    relaxed: true,
    parameters: { gamma, zeta },
    searchDefaults: { temperature: { start: 2 / 3, end: 2 / 3 }, initialKeepProbability: 0.8 },
    sample: stretchedSample(gamma, zeta),
    harden: isPositive,
    keepProbability: (logits, temperature) => sigmoid(sub(logits, temperature * shift)),
    initialLogit: (keepProbability, temperature) => logit(keepProbability) + temperature * shift,
  });
};

const stretchedSample =
  (gamma: number, zeta: number): Estimator['sample'] =>
  (logits, noise, temperature) =>
    customGrad((l, save) => {
      const relaxed = relaxedSample(l as Tensor, noise, temperature);
      const stretched = add(mul(relaxed, zeta - gamma), gamma);
      const value = sub(relu(stretched), relu(sub(stretched, 1)));
      (save as GradSaveFunc)([relaxed, value]);
      return {
        value,
        gradFunc: (dy: Tensor, [s, z]: Tensor[]) => {
          const isInside = mul(step(z!), step(sub(1, z!)));
          return mul(mul(dy, isInside), mul(mul(s!, sub(1, s!)), (zeta - gamma) / temperature));
        },
      };
    })(logits);
