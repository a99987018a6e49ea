import { shapeText } from '../_shape.js';
import { mostClasses, wholeLabels } from '../labels.js';
import type { NpyArray, NpyNumbers } from './npy.js';

/** The labels of an array. */
export interface NpzLabels {
  /** A class index for each sample. */
  readonly y: Uint16Array;
  /** The names that the labels themselves give. */
  readonly classNames?: readonly string[];
  /** What was read as labels, for people, if that is not plain. */
  readonly note?: string;
}

type Refuse = (message: string) => never;

/** The different texts of several arrays of labels, sorted. */
export const textsOf = (arrays: readonly NpyArray[]): readonly string[] | undefined => {
  const texts = arrays.flatMap(({ type, data }) => (type === 'text' ? data : []));
  return texts.length === 0 ? undefined : [...new Set(texts)].sort();
};

/**
 * Reads labels: whole numbers of any type, floats too; booleans; one-hot rows; or texts, whose classes are `texts`. `refuse` gets the rest of
 * the sentence about the array `key`.
 */
export const readLabels = (array: NpyArray, key: string, texts: readonly string[] | undefined, refuse: Refuse): NpzLabels => {
  const { shape } = array;
  if (shape.length === 2 && shape[1]! > 1 && array.type !== 'text') return readOneHot(array, key, refuse);
  if (shape.length !== 1 && !(shape.length === 2 && shape[1] === 1))
    return refuse(`${key} has shape ${shapeText(shape)}; expected [count], or one-hot [count, classes]`);
  if (texts !== undefined) {
    if (array.type !== 'text') return refuse(`${key} has numbers where other labels are texts; expected one kind`);
    const places = new Map(texts.map((text, at) => [text, at]));
    return { y: Uint16Array.from(array.data, (text) => places.get(text)!), classNames: texts };
  }
  const numbers = array as NpyNumbers;
  const fraction = (numbers.data as ArrayLike<number | bigint>).length > 0 ? firstFraction(numbers) : undefined;
  if (fraction !== undefined) refuse(`${key} has ${fraction}, as for a regression; expected classes, as whole numbers or texts`);
  const y = wholeLabels(numbers.data, mostClasses, (label, at) =>
    refuse(`${key} has label ${label} at position ${at}; expected 0 to ${mostClasses - 1}`),
  );
  return { y: Uint16Array.from(y), ...(numbers.type === 'b1' ? { classNames: ['false', 'true'] } : {}) };
};

const firstFraction = ({ type, data }: NpyNumbers): number | undefined =>
  type.startsWith('f') ? (data as Float32Array | Float64Array).find((value: number) => !Number.isInteger(value)) : undefined;

const readOneHot = ({ shape, data }: NpyNumbers, key: string, refuse: Refuse): NpzLabels => {
  const [count, classes] = shape as [number, number];
  const y = Uint16Array.from({ length: count }, (_, row) => {
    const values = Array.from(data.subarray(row * classes, (row + 1) * classes) as ArrayLike<number | bigint>, Number);
    const label = values.indexOf(1);
    if (label < 0 || values.some((value, at) => value !== (at === label ? 1 : 0)))
      refuse(
        `${key} has shape ${shapeText(shape)} and row ${row} is ${values.slice(0, 8).join(', ')}; expected one-hot rows, a single 1 and zeros`,
      );
    return label;
  });
  return { y, note: `${key} is one-hot, so its columns are read as ${classes} classes` };
};
