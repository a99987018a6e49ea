import { DumError } from '@dum/errors';
import type { Objective } from './objective.js';

/** Throws `bad-input` for anything that is not an objective, such as the factory of one. */
export const requireObjective = (who: string, objective: unknown): void => {
  const { perTask, isRight, reads } = (typeof objective === 'object' && objective !== null ? objective : {}) as Partial<Objective>;
  if (typeof perTask === 'function' && typeof isRight === 'function' && Array.isArray(reads)) return;
  const came =
    typeof objective === 'string' ? `"${objective}"` : typeof objective === 'object' ? JSON.stringify(objective) : `a ${typeof objective}`;
  throw new DumError('bad-input', `${who}: objective is ${came}; expected an objective such as crossEntropy() or completeness()`);
};
