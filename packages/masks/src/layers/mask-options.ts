import type { UnitMaskArgs } from './unit-mask-args.js';

/** The names of the settings of a mask: its own, then those of every TensorFlow.js layer; a saved configuration has no other settings. */
export const maskOptions = Object.keys({
  tasks: true,
  taskSeeds: true,
  samples: true,
  estimator: true,
  penalty: true,
  granularity: true,
  initialKeepProbability: true,
  temperature: true,
  seed: true,
  name: true,
  trainable: true,
  inputShape: true,
  batchInputShape: true,
  batchSize: true,
  dtype: true,
  inputDType: true,
  weights: true,
} satisfies Record<keyof UnitMaskArgs, true>) as readonly (keyof UnitMaskArgs)[];
