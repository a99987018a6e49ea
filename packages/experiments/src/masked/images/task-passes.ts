import type { LayersModel } from '@tensorflow/tfjs-layers';
import { keptIndices } from '@dum/masks/mask-set';
import { paddedColumns } from '../../kernels/host-kernels.js';
import type { MaskedBody } from '../masked-body.js';
import { readLogits } from '../read-logits.js';
import { createImagePasses, type ImagePasses } from './image-passes.js';
import { readImageTail } from './read-image-tail.js';

/** The most samples that run at once, and the most values that their images hold, in all passes that run forward or both ways. */
const [mostSamples, mostValues] = [64, 2 ** 23];

/** Samples of a batch that run at once: the first and their number. */
interface BatchPart {
  readonly start: number;
  readonly count: number;
}

/** Passes over the tail of a body for each of its tasks, under the hard masks that it had when they were created. */
export interface TaskPasses {
  /** The features of the head's input. */
  readonly features: number;
  /** Calls a function for each part of a batch and each task, with passes that have loaded the part. `x` are the rows at the cut. */
  readonly each: (
    x: Float32Array,
    samples: number,
    use: (task: number, passes: ImagePasses, kept: readonly Uint32Array[], part: BatchPart) => void,
  ) => void;
}

/**
 * Creates the passes of a body whose tail runs on images; undefined for any other body, and where dropped units become constants.
 *
 * `gradients` is whether they run backward, too.
 */
export const createTaskPasses = async (body: MaskedBody, gradients: boolean): Promise<TaskPasses | undefined> => {
  if (body.hasConstants) return undefined;
  const { statistics } = body;
  const kept = (await readLogits(body)).map((layers) => layers.map((layer) => Uint32Array.from(keptIndices(layer))));
  const perTask = await Promise.all(
    kept.map((_, task) => (statistics.differ ? passesOf(body, task, gradients, 1 / kept.length) : ownPassesOf(body, gradients))),
  );
  if (!perTask.every((passes) => passes !== undefined)) return undefined;
  const order = [...kept.keys()].sort((a, b) => compareMasks(kept[a]!, kept[b]!));
  const { features, samples: atOnce } = perTask[0]!;
  return {
    features,
    each(x, samples, use) {
      const size = x.length / samples;
      for (let start = 0; start < samples; start += atOnce) {
        const count = Math.min(atOnce, samples - start);
        for (const passes of new Set(perTask)) passes.load(x.subarray(start * size, (start + count) * size));
        for (const task of order) use(task, perTask[task]!, kept[task]!, { start, count });
      }
    },
  };
};

const passesOf = async (body: MaskedBody, task: number, gradients: boolean, share = 1): Promise<ImagePasses | undefined> => {
  const tail = body.statistics.with(task, () => readImageTail(body));
  if (tail === undefined) return undefined;
  const values = tail.images.reduce((total, { height, width, channels }) => total + height * width * paddedColumns(channels), 0);
  const samples = Math.min(mostSamples, Math.max(1, Math.floor((share * mostValues) / values)));
  return createImagePasses(tail, { samples, gradients });
};

type KnownPasses = WeakMap<LayersModel, Promise<ImagePasses | undefined>>;

/** The passes over each tail with the statistics of its own network, since local searches ask for them hundreds of times. */
const [forward, forwardAndBackward]: [KnownPasses, KnownPasses] = [new WeakMap(), new WeakMap()];

const ownPassesOf = (body: MaskedBody, gradients: boolean): Promise<ImagePasses | undefined> => {
  const known = gradients ? forwardAndBackward : forward;
  const passes = known.get(body.tail) ?? passesOf(body, 0, gradients);
  known.set(body.tail, passes);
  return passes;
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
