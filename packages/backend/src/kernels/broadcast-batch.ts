import { util } from '@tensorflow/tfjs-core';

/** For each matrix of a broadcast batch, the index of the matrix of `own` that it repeats. */
export const sourcesInBatch = (batch: readonly number[], own: readonly number[]): number[] => {
  const strides = [...util.computeStrides([...own]), 1].slice(-own.length);
  const missing = batch.length - own.length;
  return Array.from({ length: util.sizeFromShape([...batch]) }, (_, flat) => {
    let source = 0;
    for (let axis = batch.length - 1, rest = flat; axis >= missing; axis--) {
      const size = batch[axis]!;
      if (own[axis - missing] !== 1) source += (rest % size) * strides[axis - missing]!;
      rest = Math.floor(rest / size);
    }
    return source;
  });
};
