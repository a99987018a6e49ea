import { DumError } from '@dum/errors';
import { findByName } from '../find-by-name.js';
import { isBuiltIn } from './built-in.js';
import { continuousSparsification } from './continuous-sparsification.js';
import type { Estimator } from './estimator.js';
import { gumbelSigmoid } from './gumbel-sigmoid.js';
import { hardConcrete } from './hard-concrete.js';
import { straightThrough } from './straight-through.js';

/** An estimator as plain JSON: its name, with its parameters if it has any. */
export type EstimatorConfig = string | { readonly name: string; readonly parameters: Readonly<Record<string, number>> };

const estimators = new Map<string, (parameters?: Readonly<Record<string, number>>) => Estimator>(
  [gumbelSigmoid, hardConcrete, straightThrough, continuousSparsification].map((make) => [make().name, make]),
);

/**
 * Converts an estimator to plain JSON: the inverse of {@link estimatorFromConfig}.
 *
 * Throws `bad-input`, in the name of `who`, for an estimator that is not built in.
 */
export const estimatorToConfig = (estimator: Estimator, who = 'estimatorToConfig'): EstimatorConfig => {
  const { name, parameters } = estimator;
  const config = parameters === undefined ? name : { name, parameters };
  estimatorFromConfig(config, who);
  if (isBuiltIn(estimator)) return config;
  throw new DumError('bad-input', `${who}: the estimator is called "${name}" but is not the built-in one; give it another name`);
};

/** Converts plain JSON to an estimator. Throws `bad-input`, in the name of `who`, for an unknown name or unknown parameters. */
export const estimatorFromConfig = (config: EstimatorConfig, who = 'estimatorFromConfig'): Estimator => {
  if (typeof config !== 'object' || (config as unknown) === null) return findByName(who, estimators, 'estimator', config)();
  const { name, parameters } = config;
  const made = findByName(who, estimators, 'estimator', name)(parameters);
  if (made.parameters !== undefined) return made;
  throw new DumError('bad-input', `${who}: the saved estimator "${name}" comes with parameters; it has none`);
};
