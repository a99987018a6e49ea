import { sum } from '@tensorflow/tfjs-core';
import { type Measure, type Penalty, pricePenalty } from './penalty.js';

export const expectedUnitsMeasure: Measure = {
  name: 'expectedUnits',
  symbol: 'Σσ(l)',
  perTask: (logits, estimator, temperature) => sum(estimator.keepProbability(logits, temperature), -1),
};

/**
 * The expected number of kept units, α·Σ P(keep), which is α·Σσ(l) for the Gumbel-sigmoid: the default penalty. The price α is 1 by default.
 *
 * α is the loss that one kept unit must save to stay. The value lies between 0 and α times the number of units, and its gradient
 * fades as a unit is decided. Prefer it to {@link sumLogits}, which never stops pushing. Louizos et al. 2018 (arXiv 1712.01312)
 * price the expected number of weights in the same way.
 *
 * Throws `bad-input` for an α that is not a finite number of at least 0.
 */
export const expectedUnits = (alpha = 1): Penalty => pricePenalty(expectedUnitsMeasure, alpha);
