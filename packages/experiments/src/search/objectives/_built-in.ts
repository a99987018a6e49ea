import type { Objective } from './objective.js';

const known = new WeakSet<Objective>();

/** Marks an objective as one of this package, to distinguish it from a changed copy. */
export const builtIn = (objective: Objective): Objective => {
  known.add(objective);
  return objective;
};

/** Whether an objective is one of this package, unchanged. */
export const isBuiltIn = (objective: Objective): boolean => known.has(objective);
