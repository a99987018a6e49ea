import { dispose } from '@tensorflow/tfjs-core';
import type { MaskedBody, TaskRange } from './masked-body.js';
import type { HardFeatures, TaskFeatures } from './task-features.js';

/** The hard features of any body, by running its tail: of all tasks, or of those chosen. */
export const generalFeatures = (body: MaskedBody, chosen?: readonly TaskRange[]): HardFeatures => {
  const indices = Uint32Array.from({ length: body.features }, (_, feature) => feature);
  const transposed = (values: Float32Array, batch: number): TaskFeatures => {
    const rows = new Float32Array(values.length);
    for (let sample = 0; sample < batch; sample++) {
      for (let feature = 0; feature < body.features; feature++) rows[feature * batch + sample] = values[sample * body.features + feature]!;
    }
    return { indices, rows };
  };
  return async ({ batch, tensors }) => {
    const inputs = tensors();
    const found: TaskFeatures[] = [];
    try {
      for (const group of chosen ?? body.groupsFor(batch.length)) {
        const output = body.apply(inputs, group, false);
        const values = await output.data<'float32'>();
        output.dispose();
        const size = batch.length * body.features;
        for (let task = 0; task < group.count; task++)
          found.push(transposed(values.subarray(task * size, (task + 1) * size), batch.length));
      }
    } finally {
      dispose(inputs);
    }
    return found;
  };
};
