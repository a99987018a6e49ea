import { div, sigmoid, type Tensor } from '@tensorflow/tfjs-core';
import { builtIn } from './built-in.js';
import type { Estimator } from './estimator.js';
import { isPositive, logit } from './logistic.js';

/**
 * Continuous sparsification: a deterministic mask σ(βl) that hardens as β grows.
 *
 * β = 1/τ, the inverse of the temperature; by default a search lowers τ from 1 to 1/200, so that β rises to 200 as in the paper. The sample
 * is σ(l/τ) for any noise, between 0 and 1, with the ordinary gradient. It is also used as the keep probability, so that `expectedUnits` is
 * the L1 penalty of the paper. The mask at inference is 1[l > 0].
 *
 * At a constant temperature, as in `fit`, masks stay soft, and the hard mask may behave differently: use it in a search. Prefer
 * {@link gumbelSigmoid} if the network should see masks of 0 and 1 only.
 *
 * Savarese, Silva and Maire 2020 (arXiv 1912.04427).
 */
export const continuousSparsification = (): Estimator =>
  builtIn({
    name: 'continuousSparsification',
    relaxed: true,
    deterministic: true,
    searchDefaults: { temperature: { start: 1, end: 1 / 200 }, initialKeepProbability: 0.5 },
    sample: (logits, _noise, temperature) => softMask(logits, temperature),
    harden: isPositive,
    keepProbability: softMask,
    initialLogit: (keepProbability, temperature) => temperature * logit(keepProbability),
  });

const softMask = (logits: Tensor, temperature: number): Tensor => sigmoid(div(logits, temperature));
