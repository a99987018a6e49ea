import { type Arrangement, arrangeAll, arrangeLive, liveChannels } from './arrange-channels.js';
import type { ImageTail } from './image-tail.js';
import { type PlacedImage, type PlacedStep, type PlacedTail, placeTail } from './placed-tail.js';
import { runBackward, runForward } from './run-step.js';
import { createStaleSteps } from './stale-steps.js';

/** A tail in host memory, with a part of a batch and the masks of one task. */
export interface ImagePasses {
  /** The features of the head's input. */
  readonly features: number;
  /** The most samples of a part of a batch. */
  readonly samples: number;
  /** Loads the activations of samples at the cut, row-major. */
  readonly load: (x: Float32Array) => void;
  /** The features under these masks, `[features, samples]`. What the last masks have in common with them is not computed again. */
  readonly forward: (kept: readonly Uint32Array[]) => Float32Array;
  /** The gradient of each mask of the last forward pass, for the gradient of the features, `[features, samples]`. */
  readonly backward: (gradient: Float32Array) => Float32Array[];
}

/**
 * Creates passes over a tail for up to `samples` samples at once; undefined where host kernels do not run, or for more memory than they have.
 *
 * A dropped channel costs nothing where a kernel reads it. Without gradients it costs nothing where it is made, either.
 */
export const createImagePasses = async (
  given: ImageTail,
  options: { readonly samples: number; readonly gradients: boolean },
): Promise<ImagePasses | undefined> => {
  const tail = await placeTail(given, options);
  if (tail === undefined) return undefined;
  const { memory, images, steps } = tail;
  const [cut, last] = [images[0]!, images[steps.at(-1)!.output]!];
  const features = last.height * last.width * last.channels;
  const all = arrangeAll(given);
  const staleSteps = createStaleSteps(given);
  let arrangements = all;
  let stale: readonly PlacedStep[] = [];
  let count = 0;
  const vector = (address: number, { layout }: PlacedImage) => memory.values.subarray(address / 4, address / 4 + layout.channels);

  const select = (kept: readonly Uint32Array[]): void => {
    const live = liveChannels(given, kept);
    arrangements = options.gradients ? all : arrangeLive(given, live);
    for (const [at, image] of images.entries()) {
      const bits = vector(image.bits, image).fill(0);
      for (const channel of image.mask === undefined ? arrangements[at]!.computed : kept[image.mask]!)
        bits[arrangements[at]!.places[channel]!] = 1;
    }
    stale = staleSteps.after(kept, arrangements).map((at) => steps[at]!);
    for (const step of stale) {
      if (step.kind !== 'kernel') continue;
      step.forward!.select(
        live[step.input]!,
        arrangements[step.input]!,
        options.gradients ? undefined : arrangements[step.output]!.computed,
      );
      step.backward?.select(live[step.output]!, all[step.output]!);
    }
  };

  return {
    features,
    samples: options.samples,
    load(x) {
      const size = cut.height * cut.width * cut.channels;
      count = x.length / size;
      staleSteps.reset();
      for (let sample = 0; sample < count; sample++)
        eachPosition(cut, cut.values + sample * cut.stride, (at, position) => {
          const from = sample * size + position * cut.channels;
          for (let channel = 0; channel < cut.channels; channel++) memory.values[at + channel] = x[from + channel]!;
        });
    },
    forward(kept) {
      select(kept);
      const { computed, places } = arrangements[steps.at(-1)!.output] as Arrangement;
      const bits = vector(last.bits, last);
      const found = new Float32Array(features * count);
      for (let sample = 0; sample < count; sample++) {
        for (const step of stale) runForward(tail, arrangements, step, sample);
        eachPosition(last, last.values + sample * last.stride, (at, position) => {
          for (const channel of computed) {
            const place = places[channel]!;
            if (bits[place] === 1) found[(position * last.channels + channel) * count + sample] = memory.values[at + place]!;
          }
        });
      }
      return found;
    },
    backward(gradient) {
      for (let sample = 0; sample < count; sample++) {
        eachPosition({ ...last, layout: last.gradientLayout }, last.gradient, (at, position) => {
          for (let channel = 0; channel < last.channels; channel++)
            memory.values[at + channel] = gradient[(position * last.channels + channel) * count + sample]!;
        });
        const written = new Set([steps.at(-1)!.output]);
        for (const step of steps.toReversed()) runBackward(tail, step, sample, written);
        runBackward(tail, undefined, sample, written);
      }
      return sumsOfMasks(tail);
    },
  };
};

/** Calls a function with each position of an image: its place in memory, in values, and its index. */
const eachPosition = (
  { height, width, layout }: Pick<PlacedImage, 'height' | 'width' | 'layout'>,
  start: number,
  use: (at: number, position: number) => void,
): void => {
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      use((start + layout.origin + row * layout.row + column * layout.column) / 4, row * width + column);
};

/** Reads the gradients of masks, each the sum over its places, and sets them to 0. */
const sumsOfMasks = ({ memory, images }: PlacedTail): Float32Array[] => {
  const perMask: Float32Array[] = [];
  for (const { mask, sums, channels } of images) {
    const ofImage = memory.values.subarray(sums / 4, sums / 4 + channels);
    if (mask !== undefined) {
      const total = perMask[mask] ?? new Float32Array(channels);
      perMask[mask] = total;
      for (let channel = 0; channel < channels; channel++) total[channel]! += ofImage[channel]!;
    }
    ofImage.fill(0);
  }
  return perMask;
};
