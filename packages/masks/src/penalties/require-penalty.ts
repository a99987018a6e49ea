import { DumError } from '@dum/errors';
import { show } from '../show.js';

/** Throws `bad-input` for what is no penalty, such as the factory of one, or a penalty of nothing. */
export const requirePenalty = (who: string, penalty: unknown): void => {
  if (!isPenalty(penalty)) {
    throw new DumError('bad-input', `${who}: penalty is ${show(penalty)}; expected a penalty such as expectedUnits(1e-3)`);
  }
  if (penalty.terms.length > 0) return;
  throw new DumError('bad-input', `${who}: the penalty has no terms; expected at least one; expectedUnits(0) makes units free`);
};

/** Throws `bad-input` for what is no factory of penalties, such as a penalty. */
export const requirePenaltyFactory = (who: string, penalty: unknown): void => {
  if (typeof penalty === 'function') return;
  const given = isPenalty(penalty) ? 'a penalty' : show(penalty);
  throw new DumError('bad-input', `${who}: penalty is ${given}; expected a function of alpha such as expectedUnits`);
};

const isPenalty = (given: unknown): given is { readonly terms: readonly unknown[] } =>
  typeof given === 'object' && given !== null && 'terms' in given && Array.isArray(given.terms);
