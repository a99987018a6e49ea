export type { Dataset } from './dataset.js';
export { balancedClassWeights } from './relabel/balanced-class-weights.js';
export { type GroupOptions, group } from './relabel/group.js';
export { type OneVsRestOptions, oneVsRest } from './relabel/one-vs-rest.js';
export { type IdxArray, type Named, parseIdx } from './sources/idx.js';
export { digitNames, type IdxDatasetFiles, idxDataset, type NamedBytes } from './sources/idx-dataset.js';
export { type NpyArray, type NpyType, parseNpy } from './sources/npy.js';
export { type ParseNpzOptions, parseNpz } from './sources/npz.js';
export { type NpzDatasetOptions, npzDataset } from './sources/npz-dataset.js';
export {
  createSplit,
  type Role,
  requireRole,
  type Split,
  type SplitArrays,
  type TestSplit,
  type TrainSplit,
  type ValidationSplit,
} from './split.js';
export { splitTrainValidation, type ValidationOptions } from './split-train-validation.js';
export { type GlyphsOptions, glyphs } from './synthetic/glyphs.js';
export { type TwoTasksOptions, twoTasks } from './synthetic/two-tasks.js';
export { takeFirst } from './take-first.js';
export { type ClassWeighting, ignoredLabel, relabel, type Task, type TaskData } from './task.js';
