import { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createSplit, type TrainSplit } from '@dum/datasets';
import { DumError, show } from '@dum/errors';

/** Numbers in nested lists, or a typed array of all values, one sample after another, or a tensor. */
export type SampleValues = Tensor | ArrayLike<number> | readonly NestedNumbers[];

/** A list of numbers, or of such lists. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/** The class of each sample: its number or its name; or one-hot rows. */
export type SampleLabels = Tensor | ArrayLike<number> | readonly string[] | readonly NestedNumbers[];

/** Samples and their classes. */
export interface LabelledSamples {
  readonly train: TrainSplit;
  readonly classNames: readonly string[];
}

/** Converts samples and labels of any usual form into a split. Throws `bad-input`, in the name of `who`, for what does not fit. */
export const labelledSamples = async (
  who: string,
  network: LayersModel,
  { x, y, classNames: given }: { readonly x: SampleValues; readonly y: SampleLabels; readonly classNames?: readonly string[] | undefined },
): Promise<LabelledSamples> => {
  const labels = await classesOf(who, y, given);
  const { values, sampleShape } = await valuesOf(who, x, labels.y.length, network);
  const { classNames } = labels;
  return { train: createSplit('train', { x: values, y: labels.y, sampleShape, classCount: classNames.length }), classNames };
};

const isTyped = (value: unknown): value is ArrayLike<number> & ArrayBufferView => ArrayBuffer.isView(value) && !(value instanceof DataView);

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || isTyped(value);

/** The numbers in nested lists. */
const numbersOf = (value: unknown): number[] =>
  Array.isArray(value) ? (value as readonly unknown[]).flatMap(numbersOf) : isTyped(value) ? Array.from(value) : [Number(value)];

/** The shape and the values of nested lists or a tensor. */
const unpack = async (who: string, what: string, value: unknown): Promise<{ shape: number[]; values: Float32Array }> => {
  if (value instanceof Tensor) {
    const { shape } = value as Tensor;
    return { shape, values: Float32Array.from(await (value as Tensor).data()) };
  }
  if (isTyped(value)) return { shape: [value.length], values: Float32Array.from(value) };
  if (!Array.isArray(value) || value.length === 0)
    throw new DumError(
      'bad-input',
      `${who}: ${what} is ${show(value)}; expected a tensor, a typed array or a list, with at least one sample`,
    );
  const values = Float32Array.from(numbersOf(value as readonly unknown[]));
  const shape: number[] = [];
  for (let part: unknown = value; isList(part); part = part[0]) shape.push(part.length);
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (values.length !== size)
    throw new DumError(
      'bad-input',
      `${who}: ${what} has ${values.length} numbers in lists of shape [${shape.join(', ')}]; expected lists of one length`,
    );
  return { shape, values };
};

const valuesOf = async (who: string, x: unknown, count: number, { name, inputs }: LayersModel) => {
  const { shape, values } = await unpack(who, 'x', x);
  if (inputs.length > 1)
    throw new DumError(
      'bad-input',
      `${who}: "${name}" has ${inputs.length} inputs; expected one, so call discoverSubnetwork with a source of parts`,
    );
  const sampleShape = shape.length > 1 && shape[0] === count ? shape.slice(1) : (inputs[0]!.shape.slice(1) as number[]);
  const size = sampleShape.reduce((product, axis) => product * axis, 1);
  if (values.length !== count * size)
    throw new DumError(
      'bad-input',
      `${who}: x has ${values.length} values and y ${count} labels; expected ${count * size} values, of samples of shape [${sampleShape.join(', ')}]`,
    );
  return { values, sampleShape };
};

const classesOf = async (who: string, y: unknown, given: readonly string[] | undefined) => {
  if (Array.isArray(y) && y.length > 0 && y.every((label) => typeof label === 'string')) {
    const classNames = given ?? [...new Set(y)].sort();
    return { y: Uint16Array.from(y, (label) => placeOf(who, label, classNames)), classNames };
  }
  const { shape, values } = await unpack(who, 'y', y);
  const columns = shape.length === 2 && shape[1]! > 1 ? shape[1]! : 1;
  const labels = columns === 1 ? values : fromOneHot(who, values, columns);
  const odd = labels.find((label) => !Number.isInteger(label) || label < 0);
  if (odd !== undefined)
    throw new DumError('bad-input', `${who}: y has ${odd}; expected the class of each sample, as a whole number from 0 or a text`);
  const classes = Math.max(columns === 1 ? 0 : columns, labels.reduce((most, label) => Math.max(most, label), 0) + 1);
  return { y: Uint16Array.from(labels), classNames: given ?? Array.from({ length: classes }, (_, label) => `${label}`) };
};

const placeOf = (who: string, label: string, classNames: readonly string[]): number => {
  const place = classNames.indexOf(label);
  if (place >= 0) return place;
  throw new DumError('bad-input', `${who}: y has "${label}"; expected one of ${classNames.join(', ')}`);
};

const fromOneHot = (who: string, values: Float32Array, columns: number): Float32Array =>
  Float32Array.from({ length: values.length / columns }, (_, row) => {
    const ofRow = values.subarray(row * columns, (row + 1) * columns);
    const label = ofRow.indexOf(1);
    if (label < 0 || ofRow.some((value, at) => value !== (at === label ? 1 : 0)))
      throw new DumError(
        'bad-input',
        `${who}: row ${row} of y is ${ofRow.join(', ')}; expected one-hot rows, a single 1 and zeros, or one class for each sample`,
      );
    return label;
  });
