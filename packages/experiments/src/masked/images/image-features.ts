import { keptIndices } from '@dum/masks/mask-set';
import type { MaskedBody } from '../masked-body.js';
import { readLogits } from '../read-logits.js';
import type { HardFeatures, TaskFeatures } from '../task-features.js';
import { createImagePasses } from './image-passes.js';
import { readImageTail } from './read-image-tail.js';

/** The most samples that run at once. */
const samplesAtOnce = 64;

/**
 * The hard features of a body whose tail runs on images, computed from each task's kept channels only; undefined for any other body, and for
 * one whose tasks have their own statistics.
 */
export const imageFeatures = async (body: MaskedBody): Promise<HardFeatures | undefined> => {
  const tail = body.statistics.differ ? undefined : readImageTail(body);
  const passes = tail && (await createImagePasses(tail, { samples: samplesAtOnce, gradients: false }));
  if (passes === undefined) return undefined;
  const kept = (await readLogits(body)).map((layers) => layers.map((layer) => Uint32Array.from(keptIndices(layer))));
  const indices = Uint32Array.from({ length: passes.features }, (_, feature) => feature);
  return ({ batch, rows }) => {
    const x = rows();
    const size = x.length / batch.length;
    const found = kept.map((): TaskFeatures => ({ indices, rows: new Float32Array(passes.features * batch.length) }));
    for (let start = 0; start < batch.length; start += samplesAtOnce) {
      const end = Math.min(batch.length, start + samplesAtOnce);
      passes.load(x.subarray(start * size, end * size));
      for (const [task, ofTask] of kept.entries()) {
        const part = passes.forward(ofTask);
        for (const feature of indices)
          found[task]!.rows.set(part.subarray(feature * (end - start), (feature + 1) * (end - start)), feature * batch.length + start);
      }
    }
    return Promise.resolve(found);
  };
};
