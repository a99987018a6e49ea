import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RowSource } from '@dum/datasets';
import { type InputPart, inputTensors, readChunks, type Samples, size, valuesOf } from '../networks/input-rows.js';
import { networkOutputs } from '../networks/network-outputs.js';
import { sparseOutputs } from '../networks/sparse-outputs.js';
import { type Batch, gatherRows } from '../optimization/batches.js';
import { readBatches } from '../optimization/read-batches.js';

/** The default memory limit for stored activations, in megabytes. */
export const defaultMemory = 512;

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

/** The activations of a batch. */
export interface ActivationBatch {
  readonly batch: Batch;
  /** Each tensor at the cut, `[batch, ...shape]`. */
  readonly tensors: () => Tensor[];
  /** The values of the first tensor, not to be changed. Reads the device synchronously when they are computed for each batch. */
  readonly rows: () => Float32Array;
}

/** The activations before the first mask for every sample: computed once and stored, or again for each batch. */
export interface FrozenActivations {
  readonly count: number;
  /** Undefined when they are computed for each batch. */
  readonly held: HeldActivations | undefined;
  /** The samples that they are computed from for each batch. */
  readonly source?: RowSource;
  /** The activations of batches, one batch after another; samples are read ahead. */
  readonly read: (batches: Iterable<Batch>) => ActivationBatches;
}

/** Batches for a `for await` loop. */
export type ActivationBatches = Iterable<ActivationBatch> | AsyncIterable<ActivationBatch>;

/** The activations of both splits of a search. */
export interface SplitActivations {
  readonly train: FrozenActivations;
  readonly validation: FrozenActivations;
}

/**
 * Some rows of activations in memory, gathered batch by batch. The array that `rows` gives is written again by the next batch, since those of
 * many images would be garbage of gigabytes.
 */
export const someActivations = ({ shapes, values }: HeldActivations, chosen: Batch): FrozenActivations => {
  const widths = shapes.map(size);
  let scratch = new Float32Array(0);
  return {
    count: chosen.length,
    held: undefined,
    *read(batches) {
      for (const batch of batches) {
        const rows = batch.map((index) => chosen[index]!);
        yield {
          batch,
          tensors: () => shapes.map((shape, at) => tensor(gatherRows(values[at]!, widths[at]!, rows), [rows.length, ...shape])),
          rows: () => {
            const length = rows.length * widths[0]!;
            if (scratch.length < length) scratch = new Float32Array(length);
            return gatherRows(values[0]!, widths[0]!, rows, scratch.subarray(0, length));
          },
        };
      }
    },
  };
};

/** Activations that are read from memory. */
export const holdActivations = (held: HeldActivations): FrozenActivations => {
  const { count, shapes, values } = held;
  const rowsOf = (index: number, batch: Batch) => gatherRows(values[index]!, size(shapes[index]!), batch);
  // rows that follow each other are not copied: those of many images would be garbage of gigabytes
  const viewOf = (batch: Batch): Float32Array => {
    const [width, first] = [size(shapes[0]!), batch[0] ?? 0];
    const isRun = batch.every((row, at) => row === first + at);
    return isRun ? values[0]!.subarray(first * width, (first + batch.length) * width) : rowsOf(0, batch);
  };
  return {
    count,
    held,
    *read(batches) {
      for (const batch of batches) {
        yield {
          batch,
          tensors: () => shapes.map((shape, index) => tensor(rowsOf(index, batch), [batch.length, ...shape])),
          rows: () => viewOf(batch),
        };
      }
    },
  };
};

/** Activations that are computed for each batch, in inference mode; without a prefix, the samples as they are read. */
const streamActivations = (prefix: LayersModel | undefined, parts: readonly InputPart[], source: RowSource): FrozenActivations => ({
  count: source.count,
  held: undefined,
  source,
  async *read(batches) {
    for await (const { batch, rows } of readBatches(source, batches)) {
      const tensors = () =>
        tidy(() => {
          const inputs = inputTensors(parts, rows(), batch.length);
          if (prefix === undefined) return inputs;
          return [prefix.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false }) as Tensor | Tensor[]].flat();
        });
      yield {
        batch,
        tensors,
        rows: () => (prefix === undefined ? valuesOf(rows(), parts[0]!) : tidy(() => tensors()[0]!.dataSync<'float32'>())),
      };
    }
  },
});

/** The frozen part before the first mask, if there is one, and the shapes of the tensors after it. */
export interface FrozenPart {
  readonly prefix: LayersModel | undefined;
  /** The part of a sample that each input of the network takes. */
  readonly parts: readonly InputPart[];
  /** The shape of each tensor at the cut, for one sample. */
  readonly shapes: readonly (readonly number[])[];
}

/**
 * Computes the activations of samples after the frozen part before the first mask, if there is one.
 *
 * They are stored if they take at most `memory` megabytes (of 2²⁰ bytes), and computed in chunks, so that samples are never read into memory
 * as a whole. Without a frozen part, samples in memory are used directly.
 */
export const activate = async (
  { prefix, parts, shapes }: FrozenPart,
  { source }: Samples,
  { memory = defaultMemory, allocate }: HoldOptions = {},
): Promise<FrozenActivations> => {
  const { count, values } = source;
  if (prefix === undefined && values !== undefined) return holdActivations({ count, shapes, values: [values] });
  const bytes = 4 * count * shapes.reduce((total, shape) => total + size(shape), 0);
  if (bytes > memory * 2 ** 20) return streamActivations(prefix, parts, source);
  const held = prefix === undefined ? readAll(parts, source, allocate) : frozenOutputs(prefix, { source }, allocate);
  return holdActivations({ count, shapes, values: await held });
};

const frozenOutputs = async (prefix: LayersModel, samples: Samples, allocate: HoldOptions['allocate']): Promise<Float32Array[]> => {
  const sparse = await sparseOutputs(prefix, samples, allocate);
  return sparse === undefined ? networkOutputs(prefix, samples, allocate) : [sparse];
};

const chunkRows = 256;

/** Reads all samples, each part into its own array. */
export const readAll = async (
  parts: readonly InputPart[],
  source: RowSource,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Promise<Float32Array[]> => {
  const values = parts.map(({ shape }) => allocate(source.count * size(shape)));
  for await (const { start, rows } of readChunks(source, chunkRows)) {
    for (const [at, part] of parts.entries()) values[at]!.set(valuesOf(rows, part), start * size(part.shape));
  }
  return values;
};
