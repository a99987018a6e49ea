import type { Objective } from './objective.js';

const known = new WeakSet<Objective>();

/** Marks an objective as one of this package, so that a changed copy of it is told apart. */
export const builtIn = (objective: Objective): Objective => {
  known.add(objective);
  return objective;
};

/** Whether an objective is one of this package, unchanged. */
export const isBuiltIn = (objective: Objective): boolean => known.has(objective);
