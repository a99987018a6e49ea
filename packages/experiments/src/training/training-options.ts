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
  /** Adam's rate, at its highest; default 2e-3. */
  readonly learningRate?: number;
  /** How the rate moves over the run; default `cosine`, which falls to 0. */
  readonly schedule?: ScheduleName;
  /** The share of a sample's values, below 1, that a step sees as 0, others at each step and the rest scaled up; default 0. */
  readonly inputDropout?: number;
  /** An integer that keys the order of the samples and what is dropped of them; default 1. */
  readonly seed?: number;
  /** Where an earlier run with the same settings and data stood, to go on from there. */
  readonly resumeFrom?: TrainingState;
  /** Hears of every epoch, and of steps between. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Gets what a later run needs as `resumeFrom`, after every epoch; the training waits for it. */
  readonly onState?: (state: TrainingState) => Promise<void> | void;
  /** Ends the run at a step by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** Where a training stands. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Given when an epoch has ended. */
  readonly record?: TrainingRecord;
}

/** The options with their defaults; throws `bad-input` for one that is not what it should be. */
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
