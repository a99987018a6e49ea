import { type Batch, consecutiveBatches, evenRows } from '../optimization/batches.js';

/** The most training samples that statistics and means are estimated on. */
const mostSamples = 2048;

/** The number of samples that statistics and means of a split are estimated on. */
export const spreadCount = (count: number): number => Math.min(mostSamples, count);

/** At most 2,048 samples, evenly spaced in a split, in batches. */
export const spreadRows = (count: number, batchSize: number): Batch[] => {
  const rows = evenRows(count, mostSamples);
  return consecutiveBatches(rows.length, batchSize).map((batch) => batch.map((at) => rows[at]!));
};
