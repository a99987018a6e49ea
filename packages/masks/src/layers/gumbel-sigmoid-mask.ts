import { requireKnownOptions } from '@dum/errors';
import { gumbelSigmoid } from '../estimators/gumbel-sigmoid.js';
import { expectedUnits } from '../penalties/expected-units.js';
import { type Penalty, scalePenalty } from '../penalties/penalty.js';
import { requirePenalty } from '../penalties/require-penalty.js';
import { maskOptions } from './mask-options.js';
import { UnitMask } from './unit-mask.js';
import type { UnitMaskArgs } from './unit-mask-args.js';

/** Settings of a {@link GumbelSigmoidMask}: those of a {@link UnitMask}, with a separate price for the penalty. */
export interface GumbelSigmoidMaskArgs extends Omit<UnitMaskArgs, 'estimator' | 'penalty'> {
  /** The price α of one kept unit, at least 0; default 1e-3. */
  readonly alpha?: number;
  /** The penalty that alpha multiplies; default {@link expectedUnits}`()`. Its own price multiplies alpha. */
  readonly penalty?: Penalty;
}

/**
 * A {@link UnitMask} with the straight-through Gumbel-sigmoid estimator and one priced penalty: the layer of the original recipe.
 *
 * Use it as in Keras: after a frozen layer, with `compile`, `fit`, `evaluate`, `predict` and `save`. A saved one loads as the
 * {@link UnitMask} that it is a preset of. Name it if runs must repeat within one process: the name seeds its noise, and TensorFlow.js
 * numbers its generated names. `samples` is the recipe's `num_mask_samples`; `penalty: sumLogits()` its penalty.
 *
 * Throws `bad-input` for a setting that is out of range, of another kind, or unknown.
 *
 * @example
 * model.add(new GumbelSigmoidMask({ alpha: 1e-3 }));
 */
export class GumbelSigmoidMask extends UnitMask {
  constructor(options: GumbelSigmoidMaskArgs = {}) {
    requireKnownOptions('GumbelSigmoidMask', options, [...maskOptions.filter((name) => name !== 'estimator'), 'alpha']);
    const { alpha = 1e-3, penalty = expectedUnits(), ...args } = options;
    requirePenalty('GumbelSigmoidMask', penalty, 'expectedUnits(); alpha is said beside it');
    super({ ...args, estimator: gumbelSigmoid(), penalty: scalePenalty(penalty, alpha) });
  }
}
