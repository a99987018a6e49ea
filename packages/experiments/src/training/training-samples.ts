import { noiseKey, textKey } from '@dum/masks';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Samples } from '../networks/input-rows.js';
import { type Batch, gatherRows } from '../optimization/batches.js';

/** Training samples as the steps of a training see them. */
export interface TrainingSamples {
  /** The values of one sample. */
  readonly width: number;
  /** The rows of a batch at a step, in an array of one's own or a fresh one. */
  readonly rows: (batch: Batch, step: number, rows?: Float32Array) => Float32Array;
}

/** How samples change from step to step. */
export interface SampleNoise {
  /** The share of values that are 0 at a step; the others are divided by what is left. */
  readonly inputDropout: number;
  readonly seed: number;
}

/**
 * Samples of which each step sees another part: dropout of the inputs, keyed by seed and step, so that a training repeats.
 *
 * Srivastava et al. 2014 (JMLR 15). The mean over steps of a value is the value itself.
 */
export const trainingSamples = ({ x, count }: Samples, { inputDropout, seed }: SampleNoise): TrainingSamples => {
  const width = x.length / count;
  return {
    width,
    rows: (batch, step, rows) => {
      const gathered = gatherRows(x, width, batch, rows);
      if (inputDropout > 0) dropValues(gathered, inputDropout, noiseKey(seed, step, textKey('input dropout')));
      return gathered;
    },
  };
};

/** A value that is 0 already costs no draw: of images, most. */
const dropValues = (values: Float32Array, rate: number, key: number): void => {
  const random = xoroshiro128plus(key);
  const [threshold, scale] = [rate * 2 ** 32, 1 / (1 - rate)];
  for (let at = 0; at < values.length; at++) {
    if (values[at] !== 0) values[at] = random.next() >>> 0 < threshold ? 0 : values[at]! * scale;
  }
};
