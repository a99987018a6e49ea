import { div, sigmoid, type Tensor } from '@tensorflow/tfjs-core';
import { builtIn } from './built-in.js';
import type { Estimator } from './estimator.js';
import { isPositive, logit } from './logistic.js';

/**
 * Continuous sparsification: a deterministic mask σ(βl) that hardens as β grows.
 *
 * β is 1/τ, the inverse of the temperature, so a search with it lets τ fall from 1 to 1/200 unless told otherwise: β rises to 200 as in
 * the paper. The sample is σ(l/τ) whatever the noise and lies between 0 and 1, its gradient is the ordinary one, and it stands in for
 * the keep probability, so that `expectedUnits` is the L1 penalty of the paper. The mask at inference is 1[l > 0].
 *
 * At a constant temperature, as in `fit`, masks stay soft, and the hard mask may behave otherwise: use it in a search. Prefer
 * {@link gumbelSigmoid} where the network should only ever see masks of 0 and 1.
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
