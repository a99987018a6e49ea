import { DumError, nearest } from '@dum/errors';
import type { Estimator } from '../estimators/estimator.js';
import { isBuiltIn } from '../estimators/built-in.js';
import { continuousSparsification } from '../estimators/continuous-sparsification.js';
import { gumbelSigmoid } from '../estimators/gumbel-sigmoid.js';
import { hardConcrete } from '../estimators/hard-concrete.js';
import { straightThrough } from '../estimators/straight-through.js';
import { expectedUnitsMeasure } from '../penalties/expected-units.js';
import { meanLogitsMeasure } from '../penalties/mean-logits.js';
import { addPenalties, type Penalty, pricePenalty } from '../penalties/penalty.js';
import { sumLogitsMeasure } from '../penalties/sum-logits.js';
import { show } from '../show.js';

/** An estimator or a penalty as it stands in the configuration of a saved layer. */
export interface MaskConfig {
  /** Its name, with its parameters where it has any. */
  readonly estimator: string | { readonly name: string; readonly parameters: Readonly<Record<string, number>> };
  readonly penalty: readonly { readonly measure: string; readonly alpha: number }[];
}

const estimators = new Map<string, (parameters?: Readonly<Record<string, number>>) => Estimator>(
  [gumbelSigmoid, hardConcrete, straightThrough, continuousSparsification].map((make) => [make().name, make]),
);
const measures = new Map([expectedUnitsMeasure, sumLogitsMeasure, meanLogitsMeasure].map((measure) => [measure.name, measure]));

/** Plain data from which {@link maskFromConfig} makes the same estimator and penalty; refuses those it could not make. */
export const maskToConfig = (estimator: Estimator, penalty: Penalty): MaskConfig => {
  const { name, parameters } = estimator;
  const config = {
    estimator: parameters === undefined ? name : { name, parameters },
    penalty: penalty.terms.map(({ measure, alpha }) => ({ measure: measure.name, alpha })),
  };
  maskFromConfig(config);
  if (isBuiltIn(estimator)) return config;
  throw new DumError('bad-input', `UnitMask: the estimator is called "${name}" but is not the built-in one; give it a name of its own`);
};

/** The estimator and penalty of a saved layer. Throws `bad-input` for a name or parameters that this version does not know. */
export const maskFromConfig = ({ estimator, penalty }: MaskConfig): { estimator: Estimator; penalty: Penalty } => ({
  estimator: estimatorFromConfig(estimator),
  penalty: addPenalties(...penalty.map(({ measure, alpha }) => pricePenalty(find(measures, 'penalty', measure), alpha))),
});

const estimatorFromConfig = (config: MaskConfig['estimator']): Estimator => {
  if (typeof config !== 'object' || (config as unknown) === null) return find(estimators, 'estimator', config)();
  const { name, parameters } = config;
  const made = find(estimators, 'estimator', name)(parameters);
  if (made.parameters !== undefined) return made;
  throw new DumError('bad-input', `UnitMask: the saved estimator "${name}" comes with parameters; it has none`);
};

const find = <Value>(known: ReadonlyMap<string, Value>, what: string, name: unknown): Value => {
  const value = known.get(name as string);
  if (value !== undefined) return value;
  const close = typeof name === 'string' ? nearest(name, [...known.keys()]) : undefined;
  throw new DumError(
    'bad-input',
    `UnitMask: no ${what} is called ${show(name)}${close === undefined ? '.' : `; did you mean "${close}"?`} Saved layers know ${[...known.keys()].join(', ')}`,
  );
};
