import { stepsPerEpoch } from '../optimization/batches.js';
import { defaultEpochs, fewestSteps } from './following-settings.js';
import type { FollowingSettings } from './options.js';

/**
 * A sentence about a search of fewer than half of the 1,700 steps that masks need, with the epochs that the default takes; undefined for a
 * longer search. Steps are what masks learn by: with few samples or large batches, some epochs are few steps.
 *
 * @param samples - the number of training samples
 *
 * @example
 * fewStepsWarning({ epochs: 4, batchSize: 50 }, 8000); // "4 epochs make 640 steps, …"
 */
export const fewStepsWarning = (
  { epochs, batchSize }: Pick<FollowingSettings, 'epochs' | 'batchSize'>,
  samples: number,
): string | undefined => {
  const perEpoch = stepsPerEpoch(samples, batchSize);
  const steps = epochs * perEpoch;
  if (steps >= fewestSteps / 2) return undefined;
  const usual = defaultEpochs(samples, batchSize);
  const made = `${epochs} ${epochs === 1 ? 'epoch makes' : 'epochs make'} ${steps} ${steps === 1 ? 'step' : 'steps'}`;
  return `${made}, fewer than half of the ${fewestSteps} that masks need; the default is ${usual} epochs, ${usual * perEpoch} steps`;
};
