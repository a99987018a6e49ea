import { customGrad, div, type GradSaveFunc, mul, sigmoid, step, sub, type Tensor } from '@tensorflow/tfjs-core';
import { builtIn } from './built-in.js';
import type { Estimator } from './estimator.js';
import { isPositive, logit } from './logistic.js';

/**
 * The deterministic straight-through estimator: a threshold forward, the gradient of a sigmoid backward.
 *
 * With logit l and temperature τ the sample is 1[l > 0] for any noise, its gradient is p(1 − p) / τ with p = σ(l/τ), and p is used as the
 * keep probability. The slope is a sigmoid's, not the identity (Piggyback), so that the loss and `expectedUnits` reach every logit in the
 * same proportion: its gradient is p(1 − p) / τ · (∂loss/∂mask + α).
 *
 * A search with it starts with every unit kept, because without noise equal logits are equal bits, and has a constant τ = 1. It tries one
 * mask in each step and explores by the gradient only; prefer {@link gumbelSigmoid} for smaller subnetworks.
 *
 * Bengio et al. 2013 (arXiv 1308.3432); for masks Mallya et al. 2018, Piggyback (arXiv 1801.06519).
 */
export const straightThrough = (): Estimator =>
  builtIn({
    name: 'straightThrough',
    relaxed: false,
    deterministic: true,
    searchDefaults: { temperature: { start: 1, end: 1 }, initialKeepProbability: 0.8 },
    sample: thresholdSample,
    harden: isPositive,
    keepProbability: (logits, temperature) => sigmoid(div(logits, temperature)),
    initialLogit: (keepProbability, temperature) => temperature * logit(keepProbability),
  });

const thresholdSample = (logits: Tensor, _noise: Tensor, temperature: number): Tensor =>
  customGrad((l, save) => {
    (save as GradSaveFunc)([l as Tensor]);
    return {
      value: step(l as Tensor),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => {
        const p = sigmoid(div(saved!, temperature));
        return div(mul(dy, mul(p, sub(1, p))), temperature);
      },
    };
  })(logits);
