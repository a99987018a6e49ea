import type { Estimator } from './estimator.js';

const builtIns = new WeakSet<Estimator>();

/** Marks an estimator as one that its name and parameters make again. */
export const builtIn = (estimator: Estimator): Estimator => {
  builtIns.add(estimator);
  return estimator;
};

/** Whether an estimator is a built-in one; a changed copy is not, whatever its name. */
export const isBuiltIn = (estimator: Estimator): boolean => builtIns.has(estimator);
