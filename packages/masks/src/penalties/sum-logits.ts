import { sum } from '@tensorflow/tfjs-core';
import { type Measure, type Penalty, pricePenalty } from './penalty.js';

export const sumLogitsMeasure: Measure = { name: 'sumLogits', symbol: 'Σl', perTask: (logits) => sum(logits, -1) };

/**
 * The sum of the logits, α·Σl: the penalty of the original Keras recipe, for reproducing it. The price α is 1 by default.
 *
 * It is unbounded below: the logit of a dropped unit still lowers the loss by falling further, every unit has the same gradient at any keep
 * probability, and the loss can fall forever while no bit changes. Prefer {@link expectedUnits}.
 *
 * Throws `bad-input` for an α that is not a finite number of at least 0.
 */
export const sumLogits = (alpha = 1): Penalty => pricePenalty(sumLogitsMeasure, alpha);
