import { sum } from '@tensorflow/tfjs-core';
import { type Measure, type Penalty, pricePenalty } from './penalty.js';

export const expectedUnitsMeasure: Measure = {
  name: 'expectedUnits',
  symbol: 'Σσ(l)',
  perTask: (logits, estimator, temperature) => sum(estimator.keepProbability(logits, temperature), -1),
};

/**
 * The expected number of kept units, α·Σ P(keep), which is α·Σσ(l) for the Gumbel-sigmoid: the default penalty. The price α is 1 by
 * default.
 *
 * α is the loss that a unit must save to be kept. The value lies between 0 and α times the number of units, and its gradient vanishes as
 * the keep probability approaches 0 or 1. Prefer it to {@link sumLogits}, whose gradient never vanishes. Louizos et al. 2018 (arXiv
 * 1712.01312) penalize the expected number of weights in the same way.
 *
 * Throws `bad-input` for an α that is not a finite number of at least 0.
 */
export const expectedUnits = (alpha = 1): Penalty => pricePenalty(expectedUnitsMeasure, alpha);
