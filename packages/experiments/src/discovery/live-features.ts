import type { FrozenActivations, MaskedBody } from './masked-body.js';
import { consecutiveBatches } from '../training/batches.js';

/** The head's input under one task's hard masks: its columns that are not zero throughout, each with a value a sample. */
export interface LiveFeatures {
  readonly count: number;
  /** Feature index → values. */
  readonly columns: ReadonlyMap<number, Float32Array>;
}

/** The live features of every task under the body's hard masks. Everything up to the head is frozen then, so this is computed once. */
export const liveFeatures = async (body: MaskedBody, activations: FrozenActivations): Promise<LiveFeatures[]> => {
  const columns = Array.from({ length: body.tasks }, () => new Map<number, Float32Array>());
  for (const batch of consecutiveBatches(activations.count, 1000)) {
    const output = body.apply(activations, batch, false);
    const values = (await output.data()) as Float32Array;
    output.dispose();
    let position = 0;
    for (const live of columns) {
      for (const row of batch) {
        for (let feature = 0; feature < body.features; feature++, position++) {
          const value = values[position]!;
          if (value === 0) continue;
          if (!live.has(feature)) live.set(feature, new Float32Array(activations.count));
          live.get(feature)![row] = value;
        }
      }
    }
  }
  return columns.map((live) => ({ count: activations.count, columns: live }));
};
