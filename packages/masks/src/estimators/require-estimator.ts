import { DumError, show } from '@dum/errors';
import type { Estimator } from './estimator.js';

const functions = ['sample', 'harden', 'keepProbability', 'initialLogit'] as const satisfies readonly (keyof Estimator)[];

/** Throws `bad-input` for anything that is not an {@link Estimator}, such as its name or its factory. */
export const requireEstimator = (who: string, estimator: unknown): void => {
  if (typeof estimator === 'object' && estimator !== null) {
    const given = estimator as Partial<Record<string, unknown>>;
    if (functions.every((name) => typeof given[name] === 'function')) return;
  }
  throw new DumError('bad-input', `${who}: estimator is ${show(estimator)}; expected an estimator such as gumbelSigmoid()`);
};
