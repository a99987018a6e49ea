import type { Rows } from '@dum/datasets';
import { noiseKey, textKey } from '@dum/masks/noise';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { SampleBatch } from '../optimization/read-batches.js';

/** Reads a batch of training samples with the noise of a step, into the given array (only samples of one tensor) or a new one. */
export type TrainingRows = (samples: SampleBatch, step: number, into?: Float32Array) => Rows;

/** The noise on samples. */
export interface SampleNoise {
  /** The share of values that are 0 at a step; the others are divided by 1 minus it. */
  readonly inputDropout: number;
  readonly seed: number;
}

/**
 * Training samples with dropout of the inputs, which depends on seed and step, so that a training can be repeated.
 *
 * Srivastava et al. 2014 (JMLR 15). The mean over steps of a value is the value itself.
 */
export const trainingRows =
  ({ inputDropout, seed }: SampleNoise): TrainingRows =>
  (samples, step, into) => {
    const rows = samples.rows(into);
    if (inputDropout === 0) return rows;
    const drop = (values: Float32Array, text: string) => dropValues(values, inputDropout, noiseKey(seed, step, textKey(text)));
    if (rows instanceof Float32Array) drop(rows, 'input dropout');
    else for (const [name, values] of Object.entries(rows)) drop(values, `input dropout of ${name}`);
    return rows;
  };

/** Drops values. Values that are 0 already, most of an image's, need no random draw. */
const dropValues = (values: Float32Array, rate: number, key: number): void => {
  const random = xoroshiro128plus(key);
  const [threshold, scale] = [rate * 2 ** 32, 1 / (1 - rate)];
  for (let at = 0; at < values.length; at++) {
    if (values[at] !== 0) values[at] = random.next() >>> 0 < threshold ? 0 : values[at]! * scale;
  }
};
