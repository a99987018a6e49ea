import type { LayersModel } from '@tensorflow/tfjs-layers';
import { keptIndices } from '@dum/masks/mask-set';
import { paddedColumns } from '../../kernels/host-kernels.js';
import type { MaskedBody } from '../masked-body.js';
import { readLogits } from '../read-logits.js';
import type { HardFeatures, TaskFeatures } from '../task-features.js';
import { createImagePasses, type ImagePasses } from './image-passes.js';
import { readImageTail } from './read-image-tail.js';

/** The most samples that run at once, and the most values that their images hold, in all passes. */
const [mostSamples, mostValues] = [64, 2 ** 24];

const passesOf = async (body: MaskedBody, task: number, share = 1): Promise<ImagePasses | undefined> => {
  const tail = body.statistics.with(task, () => readImageTail(body));
  if (tail === undefined) return undefined;
  const values = tail.images.reduce((total, { height, width, channels }) => total + height * width * paddedColumns(channels), 0);
  const samples = Math.min(mostSamples, Math.max(1, Math.floor((share * mostValues) / values)));
  return createImagePasses(tail, { samples, gradients: false });
};

/** The passes over each tail with the statistics of its own network, since local searches ask for them hundreds of times. */
const known = new WeakMap<LayersModel, Promise<ImagePasses | undefined>>();

const ownPassesOf = (body: MaskedBody): Promise<ImagePasses | undefined> => {
  const passes = known.get(body.tail) ?? passesOf(body, 0);
  known.set(body.tail, passes);
  return passes;
};

/**
 * The hard features of a body whose tail runs on images, computed from each task's kept channels only; undefined for any other body.
 */
export const imageFeatures = async (body: MaskedBody): Promise<HardFeatures | undefined> => {
  const { statistics } = body;
  const kept = (await readLogits(body)).map((layers) => layers.map((layer) => Uint32Array.from(keptIndices(layer))));
  const perTask = await Promise.all(kept.map((_, task) => (statistics.differ ? passesOf(body, task, 1 / kept.length) : ownPassesOf(body))));
  if (!perTask.every((passes) => passes !== undefined)) return undefined;
  const order = [...kept.keys()].sort((a, b) => compareMasks(kept[a]!, kept[b]!));
  const { features, samples: samplesAtOnce } = perTask[0]!;
  const indices = Uint32Array.from({ length: features }, (_, feature) => feature);
  return ({ batch, rows }) => {
    const x = rows();
    const size = x.length / batch.length;
    const found = kept.map((): TaskFeatures => ({ indices, rows: new Float32Array(features * batch.length) }));
    for (let start = 0; start < batch.length; start += samplesAtOnce) {
      const count = Math.min(samplesAtOnce, batch.length - start);
      for (const passes of new Set(perTask)) passes.load(x.subarray(start * size, (start + count) * size));
      for (const task of order) {
        const part = perTask[task]!.forward(kept[task]!);
        for (const feature of indices)
          found[task]!.rows.set(part.subarray(feature * count, (feature + 1) * count), feature * batch.length + start);
      }
    }
    return Promise.resolve(found);
  };
};

/** An order in which masks that begin alike follow each other, so that they share what they have in common. */
const compareMasks = (a: readonly Uint32Array[], b: readonly Uint32Array[]): number => {
  for (const [layer, indices] of a.entries()) {
    const others = b[layer]!;
    for (let at = 0; at < Math.max(indices.length, others.length); at++) {
      const difference = (indices[at] ?? -1) - (others[at] ?? -1);
      if (difference !== 0) return difference;
    }
  }
  return 0;
};
