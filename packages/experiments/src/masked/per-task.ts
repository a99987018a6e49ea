/** Splits an array into equal parts, one for each task. */
export const perTask = <Values extends Float32Array | Uint8Array>(values: Values, tasks: number): Values[] => {
  const size = values.length / tasks;
  return Array.from({ length: tasks }, (_, task) => values.slice(task * size, (task + 1) * size) as Values);
};
