import { mean } from '@tensorflow/tfjs-core';
import { type Measure, type Penalty, pricePenalty } from './penalty.js';

export const meanLogitsMeasure: Measure = { name: 'meanLogits', symbol: 'mean(l)', perTask: (logits) => mean(logits, -1) };

/**
 * The mean of the logits, α·mean(l): {@link sumLogits} with a price that does not depend on the width of the layer. The price α is 1 by
 * default.
 *
 * It is unbounded below, like {@link sumLogits}; prefer {@link expectedUnits}.
 *
 * Throws `bad-input` for an α that is not a finite number of at least 0.
 */
export const meanLogits = (alpha = 1): Penalty => pricePenalty(meanLogitsMeasure, alpha);
