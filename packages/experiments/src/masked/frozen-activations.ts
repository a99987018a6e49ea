import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireFittingInput, type Samples, size } from '../networks/input-rows.js';
import { networkOutputs } from '../networks/network-outputs.js';
import { sparseOutputs } from '../networks/sparse-outputs.js';
import { type Batch, gatherRows } from '../optimization/batches.js';

/** The default memory limit for stored activations, in megabytes. */
export const defaultMemory = 512;

/** The megabytes (of 2²⁰ bytes) of a memory limit that remain after storing these activations. */
export const memoryLeft = (memory: number, { held }: FrozenActivations): number =>
  held === undefined ? memory : Math.max(0, memory - held.values.reduce((bytes, { byteLength }) => bytes + byteLength, 0) / 2 ** 20);

/** How activations are stored. */
export interface HoldOptions {
  /** Their memory limit in megabytes; default {@link defaultMemory}. */
  readonly memory?: number;
  /** Allocates their arrays. */
  readonly allocate?: ((length: number) => Float32Array) | undefined;
}

/** Activations in memory. */
export interface HeldActivations {
  readonly count: number;
  /** The shape of each tensor at the cut, for one sample. */
  readonly shapes: readonly (readonly number[])[];
  /** Their values, for every sample, row-major. */
  readonly values: readonly Float32Array[];
}

/** The activations before the first mask for every sample: computed once and stored, or recomputed for each batch. */
export interface FrozenActivations {
  readonly count: number;
  /** Undefined when they are recomputed. */
  readonly held: HeldActivations | undefined;
  /** Each tensor at the cut for a batch, `[batch, ...shape]`. */
  tensors(batch: Batch): Tensor[];
  /** The values of the first tensor. Reads the device synchronously when activations are recomputed. */
  rows(batch: Batch): Float32Array;
}

/** The activations of both splits of a search. */
export interface SplitActivations {
  readonly train: FrozenActivations;
  readonly validation: FrozenActivations;
}

/** Activations that are read from memory. */
export const holdActivations = (held: HeldActivations): FrozenActivations => {
  const { count, shapes, values } = held;
  const rowsOf = (index: number, batch: Batch) => gatherRows(values[index]!, size(shapes[index]!), batch);
  return {
    count,
    held,
    tensors: (batch) => shapes.map((shape, index) => tensor(rowsOf(index, batch), [batch.length, ...shape])),
    rows: (batch) => rowsOf(0, batch),
  };
};

/** Activations that are recomputed for each batch, in inference mode. */
const streamActivations = (prefix: LayersModel, samples: Samples): FrozenActivations => {
  const shape = requireFittingInput(prefix, samples);
  const tensors = (batch: Batch) =>
    tidy(() =>
      [
        prefix.apply(tensor(gatherRows(samples.x, size(shape), batch), [batch.length, ...shape]), { training: false }) as Tensor | Tensor[],
      ].flat(),
    );
  return {
    count: samples.count,
    held: undefined,
    tensors,
    rows: (batch) => tidy(() => tensors(batch)[0]!.dataSync<'float32'>()),
  };
};

/**
 * Computes the activations of samples after the frozen part before the first mask, if there is one.
 *
 * They are stored if they take at most `memory` megabytes (of 2²⁰ bytes); without a frozen part they are the samples themselves.
 */
export const activate = async (
  prefix: LayersModel | undefined,
  shapes: readonly (readonly number[])[],
  samples: Samples,
  { memory = defaultMemory, allocate }: HoldOptions = {},
): Promise<FrozenActivations> => {
  const { count } = samples;
  if (prefix === undefined) return holdActivations({ count, shapes, values: [samples.x] });
  const bytes = 4 * count * shapes.reduce((total, shape) => total + size(shape), 0);
  if (bytes > memory * 2 ** 20) return streamActivations(prefix, samples);
  return holdActivations({ count, shapes, values: await frozenOutputs(prefix, samples, allocate) });
};

const frozenOutputs = async (prefix: LayersModel, samples: Samples, allocate: HoldOptions['allocate']): Promise<Float32Array[]> => {
  const sparse = await sparseOutputs(prefix, samples, allocate);
  return sparse === undefined ? networkOutputs(prefix, samples, allocate) : [sparse];
};
