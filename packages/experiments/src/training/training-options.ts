import { DumError, fillOptions, finiteNumber, oneOf, requireOptions, wholeNumber } from '@dum/errors';
import { type ScheduleName, scheduleNames } from '../optimization/schedules.js';
import type { TrainingRecord } from './training-record.js';
import type { TrainingState } from './training-state.js';

/** The settings of a training; every one has a default. */
export interface TrainingOptions {
  /** Passes over the training samples; default 8. */
  readonly epochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** Adam's learning rate, at its highest; default 2e-3. */
  readonly learningRate?: number;
  /** The schedule of the learning rate; default `cosine`, which falls to 0. */
  readonly schedule?: ScheduleName;
  /** The dropout rate of inputs, below 1; the remaining values are scaled up; default 0. */
  readonly inputDropout?: number;
  /** An integer that seeds the order of the samples and the dropout; default 1. */
  readonly seed?: number;
  /** The state of an earlier run with the same settings and data, to resume from. */
  readonly resumeFrom?: TrainingState;
  /** Called after every epoch, and between steps. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Called after every epoch with the state that a later run takes as `resumeFrom`; the training awaits it. */
  readonly onState?: (state: TrainingState) => Promise<void> | void;
  /** Ends the run at a step by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** The progress of a training. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Present at the end of an epoch. */
  readonly record?: TrainingRecord;
}

/** Fills in the defaults of the options. Throws `bad-input` for an unknown option or a value out of range. */
export const resolveTrainingOptions = (options: TrainingOptions) => {
  const schedule: ScheduleName = 'cosine';
  const defaults = { epochs: 8, batchSize: 256, learningRate: 2e-3, inputDropout: 0, seed: 1, schedule };
  const settings = fillOptions('trainNetwork', defaults, options, ['onProgress', 'onState', 'resumeFrom', 'signal']);
  const kinds = {
    epochs: wholeNumber(1),
    batchSize: wholeNumber(1),
    learningRate: finiteNumber({ above: 0 }),
    inputDropout: finiteNumber({ atLeast: 0, below: 1 }),
    seed: wholeNumber(),
    schedule: oneOf(scheduleNames),
  };
  requireOptions('trainNetwork', settings, kinds);
  const done = settings.resumeFrom?.records.length ?? 0;
  if (done > settings.epochs) {
    throw new DumError(
      'bad-input',
      `trainNetwork: the state to go on from has ${done} epochs; expected at most the ${settings.epochs} asked for`,
    );
  }
  return settings;
};
