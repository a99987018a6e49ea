import type { Estimator } from './estimator.js';

const builtIns = new WeakSet<Estimator>();

/** Marks an estimator as built-in: its name and parameters determine it. */
export const builtIn = (estimator: Estimator): Estimator => {
  builtIns.add(estimator);
  return estimator;
};

/** Whether an estimator is a built-in one; a changed copy with the same name is not. */
export const isBuiltIn = (estimator: Estimator): boolean => builtIns.has(estimator);
