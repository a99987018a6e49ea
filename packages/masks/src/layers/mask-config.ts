import { DumError, nearest } from '@dum/errors';
import type { Estimator } from '../estimators/estimator.js';
import { gumbelSigmoid } from '../estimators/gumbel-sigmoid.js';
import { expectedUnitsMeasure } from '../penalties/expected-units.js';
import { meanLogitsMeasure } from '../penalties/mean-logits.js';
import { addPenalties, type Penalty, pricePenalty } from '../penalties/penalty.js';
import { sumLogitsMeasure } from '../penalties/sum-logits.js';

/** An estimator or a penalty as it stands in the configuration of a saved layer. */
export interface MaskConfig {
  readonly estimator: string;
  readonly penalty: readonly { readonly measure: string; readonly alpha: number }[];
}

const estimators = new Map([gumbelSigmoid].map((make) => [make().name, make]));
const measures = new Map([expectedUnitsMeasure, sumLogitsMeasure, meanLogitsMeasure].map((measure) => [measure.name, measure]));

/** Plain data from which {@link maskFromConfig} makes the same estimator and penalty; refuses those it could not make. */
export const maskToConfig = (estimator: Estimator, penalty: Penalty): MaskConfig => {
  const config = { estimator: estimator.name, penalty: penalty.terms.map(({ measure, alpha }) => ({ measure: measure.name, alpha })) };
  maskFromConfig(config);
  return config;
};

/** The estimator and penalty of a saved layer. Throws `bad-input` for a name that this version does not know. */
export const maskFromConfig = ({ estimator, penalty }: MaskConfig): { estimator: Estimator; penalty: Penalty } => ({
  estimator: find(estimators, 'estimator', estimator)(),
  penalty: addPenalties(...penalty.map(({ measure, alpha }) => pricePenalty(find(measures, 'penalty', measure), alpha))),
});

const find = <Value>(known: ReadonlyMap<string, Value>, what: string, name: string): Value => {
  const value = known.get(name);
  if (value !== undefined) return value;
  const close = nearest(name, [...known.keys()]);
  throw new DumError(
    'bad-input',
    `UnitMask: no ${what} is called "${name}"${close === undefined ? '.' : `; did you mean "${close}"?`} Saved layers know ${[...known.keys()].join(', ')}`,
  );
};
