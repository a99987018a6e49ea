import { consecutiveBatches } from '../optimization/batches.js';
import { createHardFeatures } from './hard-features.js';
import type { MaskedBody } from './masked-body.js';
import type { FrozenActivations } from './frozen-activations.js';

/**
 * The head's input under one task's hard masks: its columns that are not zero throughout, each with a value a sample. Where dropped units
 * become constants, columns of any constant are left out, since a bias can do what they do.
 */
export interface LiveFeatures {
  readonly count: number;
  /** Feature index → values. */
  readonly columns: ReadonlyMap<number, Float32Array>;
}

/** The live features of every task under the body's hard masks. Everything up to the head is frozen then, so this is computed once. */
export const liveFeatures = async (body: MaskedBody, activations: FrozenActivations): Promise<LiveFeatures[]> => {
  const featuresOf = await createHardFeatures(body);
  const columns = Array.from({ length: body.tasks }, () => new Map<number, Float32Array>());
  for await (const read of activations.read(consecutiveBatches(activations.count, body.rowsAtOnce))) {
    const { batch } = read;
    for (const [task, { indices, rows }] of (await featuresOf(read)).entries()) {
      const live = columns[task]!;
      indices.forEach((feature, at) => {
        const values = rows.subarray(at * batch.length, (at + 1) * batch.length);
        if (!live.has(feature) && values.every((value) => value === 0)) return;
        if (!live.has(feature)) live.set(feature, new Float32Array(activations.count));
        live.get(feature)!.set(values, batch[0]);
      });
    }
  }
  if (body.hasConstants) for (const live of columns) dropConstants(live);
  return columns.map((live) => ({ count: activations.count, columns: live }));
};

const dropConstants = (columns: Map<number, Float32Array>): void => {
  for (const [feature, values] of columns) if (values.every((value) => value === values[0])) columns.delete(feature);
};
