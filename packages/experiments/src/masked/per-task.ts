/** Values that stand side by side, as many for each of some tasks, apart. */
export const perTask = <Values extends Float32Array | Uint8Array>(values: Values, tasks: number): Values[] => {
  const size = values.length / tasks;
  return Array.from({ length: tasks }, (_, task) => values.slice(task * size, (task + 1) * size) as Values);
};
