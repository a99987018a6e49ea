import type { Rows, RowSource } from '@dum/datasets';
import { type Batch, gatherRows } from './batches.js';

/** A batch whose samples have been read. */
export interface SampleBatch {
  readonly batch: Batch;
  /** The samples, in the given array (only samples of one tensor) or a new one. */
  readonly rows: (into?: Float32Array) => Rows;
}

/** The number of batches that are read ahead. */
const ahead = 2;

/**
 * Reads the samples of batches, one batch after another.
 *
 * Samples outside memory are read while the caller computes on the batches before. Samples in memory are copied on demand.
 */
export async function* readBatches(source: RowSource, batches: Iterable<Batch>): AsyncGenerator<SampleBatch, void, void> {
  const { values, count } = source;
  if (values !== undefined) {
    const width = values.length / count;
    for (const batch of batches) yield { batch, rows: (into) => gatherRows(values, width, batch, into) };
    return;
  }
  const pending: { readonly batch: Batch; readonly read: Promise<Rows> }[] = [];
  try {
    for (const batch of batches) {
      pending.push({ batch, read: Promise.resolve(source.rows(batch)) });
      // a failure is reported to the caller that awaits this batch
      pending.at(-1)!.read.catch(() => undefined);
      if (pending.length > ahead) yield await sampleBatch(pending.shift()!);
    }
    while (pending.length > 0) yield await sampleBatch(pending.shift()!);
  } finally {
    await Promise.allSettled(pending.map(({ read }) => read));
  }
}

const sampleBatch = async ({ batch, read }: { readonly batch: Batch; readonly read: Promise<Rows> }): Promise<SampleBatch> => {
  const rows = await read;
  return {
    batch,
    rows: (into) => {
      if (into === undefined) return rows;
      into.set(rows as Float32Array);
      return into;
    },
  };
};
