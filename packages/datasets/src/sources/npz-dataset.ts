import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { namedBytesKind } from '../_argument-kinds.js';
import { checkedClassNames } from '../_class-names.js';
import type { Dataset } from '../dataset.js';
import { rangeOf } from '../_range-of.js';
import { sizeOf, shapeText } from '../_shape.js';
import { checkedSplit } from '../create-split.js';
import { mostClasses, wholeLabels } from '../labels.js';
import type { Split } from '../split.js';
import { scalePixels } from './scale-pixels.js';
import type { NamedBytes } from './idx-dataset.js';
import { limited } from './limited.js';
import type { NpyArray } from './npy.js';
import { parseNpz } from './npz.js';
import { checkedPixelRange, type PixelRange } from './pixel-range.js';

/** Options of {@link npzDataset}. */
export interface NpzDatasetOptions {
  /** Name of each label; `'0'`, `'1'`, … up to the greatest label by default. */
  readonly classNames?: readonly string[];
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The values of 0 and 255 in pictures; [0, 1] by default. Other arrays are left unchanged. */
  readonly pixelRange?: PixelRange;
}

const keys = ['x_train', 'y_train', 'x_test', 'y_test'] as const;

type Refuse = (message: string) => never;

const readLabels = ({ type, shape, data }: NpyArray, key: string, refuse: Refuse): Uint16Array => {
  if (type.startsWith('f')) refuse(`${key} has type ${type}; expected whole numbers, as .astype("int64") gives`);
  if (shape.length === 2 && shape[1]! > 1)
    refuse(`${key} has shape ${shapeText(shape)}, perhaps one-hot; expected one class index a sample, as .argmax(1) gives`);
  if (shape.length !== 1 && !(shape.length === 2 && shape[1] === 1)) refuse(`${key} has shape ${shapeText(shape)}; expected [count]`);
  return wholeLabels(data, mostClasses, (label, at) =>
    refuse(`${key} has label ${label} at position ${at}; expected 0 to ${mostClasses - 1}`),
  );
};

/** Whether an array holds pixels: bytes, of samples of height and width at least. */
const isPictures = ({ type, shape }: NpyArray): boolean => type === 'u1' && shape.length >= 3;

const readValues = (array: NpyArray, length: number, pixels: PixelRange, key: string, refuse: Refuse): Float32Array => {
  const { type, data } = array;
  if (isPictures(array)) return scalePixels((data as Uint8Array).subarray(0, length), pixels);
  const taken = data.subarray(0, length) as ArrayLike<number | bigint>;
  if (!['u4', 'i4', 'u8', 'i8'].includes(type)) return Float32Array.from(taken as ArrayLike<number>);
  return Float32Array.from(taken, (value, at) => {
    const kept = Math.fround(Number(value));
    if (BigInt(kept) !== BigInt(value))
      refuse(`${key} has ${value} at position ${at}, which a float32 can't hold exactly; expected whole numbers up to ${2 ** 24}`);
    return kept;
  });
};

const checkAgree = (train: NpyArray, test: NpyArray, refuse: Refuse): void => {
  for (const [key, { shape }] of Object.entries({ x_train: train, x_test: test }))
    if (shape.length < 2) refuse(`${key} has shape ${shapeText(shape)}; expected [count, …shape of a sample]`);
  const [one, other] = [shapeText(train.shape.slice(1)), shapeText(test.shape.slice(1))];
  if (one !== other) refuse(`x_train has samples of shape ${one} and x_test of ${other}; expected the same`);
  if (isPictures(train) !== isPictures(test))
    refuse(`x_train has type ${train.type} and x_test ${test.type}; expected both u1 (pixels), or both numbers of one scale`);
};

/** The class names `'0'`, `'1'`, … up to the greatest label. */
const numbered = ({ train, test }: Readonly<Record<'train' | 'test', Uint16Array>>): string[] => {
  const greatest = [train, test].reduce((most, y) => y.reduce((a, b) => Math.max(a, b), most), 0);
  return Array.from({ length: greatest + 1 }, (_, label) => `${label}`);
};

/**
 * Creates a data set from a `.npz` archive with the arrays `x_train`, `y_train`, `x_test` and `y_test`, as in Keras.
 *
 * `x` is `[count, …sample]`. Pictures are uint8 arrays whose samples have at least two axes, height and width: they are scaled from 0–255
 * to `pixelRange`. All other arrays, floats and integers such as token ids, are left unchanged; a uint8 array of samples with one axis is
 * not a picture. `range` is then the first of [0, 1], [−1, 1], [0, 255] that contains every value, else the least and greatest value. `y`
 * has a class index for each sample, 0 to 65,534, of any integer type. The data set is named after the file.
 *
 * In Node, `loadNpz` of `@dum/datasets/node` reads the file.
 *
 * @throws DumError 'bad-input' naming archive and array for what `parseNpz` refuses, a missing array (`x` and `y` alone do not say which
 * samples are for testing), counts or shapes that differ, labels out of range, values that are not finite, and integers that a float32
 * can't hold.
 *
 * @example
 * const digits = await npzDataset({ name: 'mnist.npz', bytes });
 */
export const npzDataset = async (file: NamedBytes, options: NpzDatasetOptions = {}): Promise<Dataset> => {
  requireOptions('npzDataset', { file }, { file: namedBytesKind });
  requireKnownOptions('npzDataset', options, ['classNames', 'limit', 'pixelRange']);
  const { name, bytes } = file;
  const { classNames, limit, pixelRange } = options;
  const who = `npzDataset: "${name}"`;
  const pixels = checkedPixelRange(who, pixelRange);
  const refuse: Refuse = (message) => {
    throw new DumError('bad-input', `${who} ${message}`);
  };
  const arrays = await parseNpz(bytes, { name, only: keys });
  const [xTrain, yTrain, xTest, yTest] = keys.map((key) => arrays.get(key)!) as [NpyArray, NpyArray, NpyArray, NpyArray];
  checkAgree(xTrain, xTest, refuse);
  const labels = { train: readLabels(yTrain, 'y_train', refuse), test: readLabels(yTest, 'y_test', refuse) };
  const names = classNames === undefined ? numbered(labels) : checkedClassNames(who, classNames);
  const readSplit = <R extends 'train' | 'test'>(role: R, x: NpyArray): Split<R> => {
    const y = labels[role];
    if (x.shape[0] !== y.length) refuse(`x_${role} has ${x.shape[0]} samples and y_${role} ${y.length} labels; expected as many of each`);
    const sampleShape = x.shape.slice(1);
    const count = limited(who, y.length, limit);
    const values = readValues(x, count * sizeOf(sampleShape), pixels, `x_${role}`, refuse);
    return checkedSplit(`${who} ${role} split`, role, { x: values, y: y.slice(0, count), sampleShape, classCount: names.length });
  };
  const [train, test] = [readSplit('train', xTrain), readSplit('test', xTest)];
  const range = isPictures(xTrain) ? pixels : rangeOf([train, test]);
  return { name: name.replace(/\.npz$/, ''), sampleShape: xTrain.shape.slice(1), range, classNames: names, train, test };
};
