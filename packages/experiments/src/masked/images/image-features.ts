import type { MaskedBody } from '../masked-body.js';
import type { HardFeatures, TaskFeatures } from '../task-features.js';
import { createTaskPasses } from './task-passes.js';

/**
 * The hard features of a body whose tail runs on images, computed from each task's kept channels only; undefined for any other body.
 */
export const imageFeatures = async (body: MaskedBody): Promise<HardFeatures | undefined> => {
  const passes = await createTaskPasses(body, false);
  if (passes === undefined) return undefined;
  const indices = Uint32Array.from({ length: passes.features }, (_, feature) => feature);
  return ({ batch, rows }) => {
    const size = batch.length;
    const found = Array.from({ length: body.tasks }, (): TaskFeatures => ({ indices, rows: new Float32Array(indices.length * size) }));
    passes.each(rows(), size, (task, { forward }, kept, { start, count }) => {
      const part = forward(kept);
      for (const feature of indices) found[task]!.rows.set(part.subarray(feature * count, (feature + 1) * count), feature * size + start);
    });
    return Promise.resolve(found);
  };
};
