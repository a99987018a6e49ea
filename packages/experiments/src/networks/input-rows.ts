import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isParts, type Rows, type RowSource, type SampleShape } from '@dum/datasets';
import { DumError, objectWith, type OptionKind } from '@dum/errors';
import { consecutiveBatches } from '../optimization/batches.js';
import { readBatches } from '../optimization/read-batches.js';

/** Anything with a source of samples, such as a split. */
export interface Samples {
  readonly source: RowSource;
}

/** {@link Samples}, for the arguments of functions. */
export const samplesKind: OptionKind = objectWith('samples, such as a split of data', ['source']);

/** The part of a sample that one input of a network takes. */
export interface InputPart {
  /** The name of the part; undefined where the sample is one tensor. */
  readonly part: string | undefined;
  /** The input's shape. */
  readonly shape: number[];
}

/**
 * Matches samples of a shape with the inputs of a network.
 *
 * A tensor may have another shape of the same size, such as 28×28 for 784. Each of several inputs takes the part with its name.
 * Throws `bad-input`, naming both, for samples that do not fit.
 */
export const requireFittingInput = (network: LayersModel, sampleShape: SampleShape): InputPart[] => {
  const shapes = network.inputs.map(({ shape }) => shape.slice(1) as number[]);
  if (!isParts(sampleShape) && shapes.length === 1) {
    requireSize(`"${network.name}" takes samples`, shapes[0]!, 'the data has', sampleShape);
    return [{ part: undefined, shape: shapes[0]! }];
  }
  const names = network.inputNames;
  const parts = isParts(sampleShape) ? Object.keys(sampleShape) : [];
  if (!isParts(sampleShape) || [...parts].sort().join() !== [...names].sort().join()) {
    const found = parts.length === 0 ? 'samples of one tensor' : `the parts ${parts.join(', ')}`;
    throw new DumError(
      'bad-input',
      `"${network.name}" has ${counted(names.length, 'input')}, ${names.join(', ')}; the data has ${found}, so give a part called by the name of each input`,
    );
  }
  return names.map((part, at) => {
    requireSize(`input "${part}" of "${network.name}" takes samples`, shapes[at]!, 'the part of the data has', sampleShape[part]!);
    return { part, shape: shapes[at]! };
  });
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const requireSize = (who: string, expected: readonly number[], whose: string, found: readonly number[]): void => {
  if (size(expected) === size(found)) return;
  const text = (shape: readonly number[]) => `[${shape.join(', ')}] (${size(shape)} values)`;
  throw new DumError('bad-input', `${who} of shape ${text(expected)}; ${whose} ${text(found)}`);
};

/** The shape of samples of one tensor. Throws `bad-input`, in the name of `who`, for samples of several parts. */
export const requireOneTensor = (who: string, sampleShape: SampleShape): readonly number[] => {
  if (!isParts(sampleShape)) return sampleShape;
  throw new DumError(
    'bad-input',
    `${who}: the samples have the parts ${Object.keys(sampleShape).join(', ')}; expected samples of one tensor, for a network with one input`,
  );
};

/** The values of samples that an input takes. */
export const valuesOf = (rows: Rows, { part }: InputPart): Float32Array =>
  part === undefined ? (rows as Float32Array) : (rows as Readonly<Record<string, Float32Array>>)[part]!;

/** Samples as input tensors of a network. */
export const inputTensors = (parts: readonly InputPart[], rows: Rows, count: number): Tensor[] =>
  parts.map((part) => tensor(valuesOf(rows, part), [count, ...part.shape]));

/** Consecutive samples. */
export interface SampleChunk {
  readonly start: number;
  readonly count: number;
  /** Their values; for samples in memory these are the source's own, so do not write to them. */
  readonly rows: Rows;
}

/** All samples of a source in chunks, in order; samples outside memory are read while the caller computes on the chunk before. */
export async function* readChunks(source: RowSource, chunkRows: number): AsyncGenerator<SampleChunk, void, void> {
  const { values, count } = source;
  if (values !== undefined) {
    const width = values.length / count;
    for (let start = 0; start < count; start += chunkRows) {
      const end = Math.min(start + chunkRows, count);
      yield { start, count: end - start, rows: values.subarray(start * width, end * width) };
    }
    return;
  }
  for await (const { batch, rows } of readBatches(source, consecutiveBatches(count, chunkRows))) {
    yield { start: batch[0]!, count: batch.length, rows: rows() };
  }
}

/** The number of values in a shape. */
export const size = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);
