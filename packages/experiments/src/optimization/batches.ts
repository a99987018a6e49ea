import { noiseKey } from '@dum/masks/noise';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Rows of a batch, as indices into the samples. */
export type Batch = Uint32Array;

/**
 * The batches of one epoch: a permutation that depends on seed and epoch, divided into batches of equal size.
 *
 * The remainder is dropped, a different one each epoch. A batch size above the number of samples gives one batch of all.
 */
export const shuffledBatches = (count: number, batchSize: number, seed: number, epoch: number): Batch[] => {
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  const random = xoroshiro128plus(noiseKey(seed, epoch));
  for (let last = count - 1; last > 0; last--) {
    const chosen = uniformInt(random, 0, last);
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  const size = Math.min(batchSize, count);
  return Array.from({ length: stepsPerEpoch(count, batchSize) }, (_, step) => order.subarray(step * size, (step + 1) * size));
};

/** The number of batches of {@link shuffledBatches}. */
export const stepsPerEpoch = (count: number, batchSize: number): number => Math.floor(count / Math.min(batchSize, count));

/** Consecutive batches that cover every sample once; the last may be smaller. */
export const consecutiveBatches = (count: number, batchSize: number): Batch[] =>
  Array.from({ length: Math.ceil(count / batchSize) }, (_, step) =>
    Uint32Array.from({ length: Math.min(batchSize, count - step * batchSize) }, (_, row) => step * batchSize + row),
  );

/** At most `most` of `count` samples, at even distances. */
export const evenRows = (count: number, most: number): Batch => {
  const taken = Math.min(most, count);
  return Uint32Array.from({ length: taken }, (_, at) => Math.floor((at * count) / taken));
};

/** Gathers the rows of a batch, each `width` values long, into the given array or a new one. */
export const gatherRows = (
  values: Float32Array,
  width: number,
  batch: Batch,
  rows: Float32Array = new Float32Array(batch.length * width),
): Float32Array => {
  batch.forEach((row, index) => {
    rows.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  return rows;
};
