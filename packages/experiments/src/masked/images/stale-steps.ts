import type { Arrangement } from './arrange-channels.js';
import type { ImageTail } from './image-tail.js';

/** Which steps have to run again. */
export interface StaleSteps {
  /** The indices of the steps whose values these masks change, against those of the last call. */
  readonly after: (kept: readonly Uint32Array[], arrangements: readonly Arrangement[]) => number[];
  /** Forgets the values, so that all steps are stale. */
  readonly reset: () => void;
}

/** Follows which steps of a tail changed masks make stale: those that read a changed image, and all that read what these make. */
export const createStaleSteps = ({ images, steps }: ImageTail): StaleSteps => {
  let last: readonly Uint32Array[][] | undefined;
  return {
    after(kept, arrangements) {
      const now = images.map(({ mask }, image) => [arrangements[image]!.computed, ...(mask === undefined ? [] : [kept[mask]!])]);
      const changed = images.map(
        (_, image) => last === undefined || !now[image]!.every((indices, at) => isSame(indices, last![image]![at]!)),
      );
      last = now;
      return [...steps.keys()].filter((at) => {
        const step = steps[at]!;
        const read = step.kind === 'sum' ? step.inputs : [step.input];
        changed[step.output] = [step.output, ...read].some((image) => changed[image]);
        return changed[step.output];
      });
    },
    reset() {
      last = undefined;
    },
  };
};

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.length === b.length && a.every((value, at) => value === b[at]);
