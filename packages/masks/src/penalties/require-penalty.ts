import { DumError, show } from '@dum/errors';

/** Throws `bad-input` for anything that is not a penalty, such as its factory, and for an empty penalty; `example` is an expected one. */
export const requirePenalty = (who: string, penalty: unknown, example = 'expectedUnits(1e-3)'): void => {
  if (!isPenalty(penalty)) {
    throw new DumError('bad-input', `${who}: penalty is ${show(penalty)}; expected a penalty such as ${example}`);
  }
  if (penalty.terms.length > 0) return;
  throw new DumError('bad-input', `${who}: the penalty has no terms; expected at least one; expectedUnits(0) makes units free`);
};

const isPenalty = (given: unknown): given is { readonly terms: readonly unknown[] } =>
  typeof given === 'object' && given !== null && 'terms' in given && Array.isArray(given.terms);
