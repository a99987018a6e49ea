import { keptIndices } from '@dum/masks/mask-set';
import type { MaskedBody } from '../masked-body.js';
import { readLogits } from '../read-logits.js';
import type { HardFeatures, TaskFeatures } from '../task-features.js';
import { createImagePasses, type ImagePasses } from './image-passes.js';
import { readImageTail } from './read-image-tail.js';

/** The most samples that run at once. */
const samplesAtOnce = 64;

/**
 * The hard features of a body whose tail runs on images, computed from each task's kept channels only; undefined for any other body.
 */
export const imageFeatures = async (body: MaskedBody): Promise<HardFeatures | undefined> => {
  const { statistics } = body;
  const kept = (await readLogits(body)).map((layers) => layers.map((layer) => Uint32Array.from(keptIndices(layer))));
  const passesOf = async (task: number): Promise<ImagePasses | undefined> => {
    const tail = statistics.with(task, () => readImageTail(body));
    return tail && createImagePasses(tail, { samples: samplesAtOnce, gradients: false });
  };
  const first = await passesOf(0);
  if (first === undefined) return undefined;
  const perTask = await Promise.all(kept.map(async (_, task) => (statistics.differ && task > 0 ? (await passesOf(task))! : first)));
  const { features } = first;
  const indices = Uint32Array.from({ length: features }, (_, feature) => feature);
  return ({ batch, rows }) => {
    const x = rows();
    const size = x.length / batch.length;
    const found = kept.map((): TaskFeatures => ({ indices, rows: new Float32Array(features * batch.length) }));
    for (let start = 0; start < batch.length; start += samplesAtOnce) {
      const count = Math.min(samplesAtOnce, batch.length - start);
      for (const passes of new Set(perTask)) passes.load(x.subarray(start * size, (start + count) * size));
      for (const [task, ofTask] of kept.entries()) {
        const part = perTask[task]!.forward(ofTask);
        for (const feature of indices)
          found[task]!.rows.set(part.subarray(feature * count, (feature + 1) * count), feature * batch.length + start);
      }
    }
    return Promise.resolve(found);
  };
};
