import { finiteNumber, type OptionKind, wholeNumber } from '@dum/errors';
import type { UnitMaskArgs } from './unit-mask-args.js';

/** The names of the settings of a mask: its own, then those of every TensorFlow.js layer; a saved configuration has no other settings. */
export const maskOptions = Object.keys({
  tasks: true,
  taskSeeds: true,
  samples: true,
  estimator: true,
  penalty: true,
  granularity: true,
  constants: true,
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

/** What the plain settings of a mask may be. */
export const maskOptionKinds = {
  tasks: wholeNumber(1),
  samples: wholeNumber(1),
  constants: { expected: 'true or false', holds: (value: unknown): boolean => typeof value === 'boolean' },
  initialKeepProbability: finiteNumber({ above: 0, below: 1 }),
  temperature: finiteNumber({ above: 0 }),
  seed: wholeNumber(),
} satisfies Partial<Record<keyof UnitMaskArgs, OptionKind>>;
