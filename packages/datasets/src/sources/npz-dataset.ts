import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { namedBytesKind } from '../_argument-kinds.js';
import { checkedClassNames } from '../_class-names.js';
import type { Dataset } from '../dataset.js';
import { rangeOf } from '../_range-of.js';
import { sizeOf, shapeText } from '../_shape.js';
import { checkedSplit } from '../create-split.js';
import { holdOutTest } from '../_held-out-split.js';
import { subset } from '../rows/subset.js';
import { brandSplit, type Role, type Split } from '../split.js';
import { scalePixels } from './scale-pixels.js';
import type { NamedBytes } from './idx-dataset.js';
import { limited } from './limited.js';
import type { NpyArray, NpyNumbers } from './npy.js';
import { type OpenNpz, openNpz } from './npz.js';
import { type NpzLabels, readLabels, textsOf } from './npz-labels.js';
import { findArrays, type NpzSplitNames } from './npz-names.js';
import { checkedPixelRange, type PixelRange } from './pixel-range.js';

/** Options of {@link npzDataset}. */
export interface NpzDatasetOptions {
  /** Name of each label; by default those in the archive, else the labels themselves, `'0'`, `'1'`, … up to the greatest one. */
  readonly classNames?: readonly string[];
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The values of 0 and 255 in pictures; [0, 1] by default. Other arrays are left unchanged. */
  readonly pixelRange?: PixelRange;
}

type Refuse = (message: string) => never;

/** Whether an array holds pixels: bytes, of samples of height and width at least. */
const isPictures = ({ type, shape }: NpyNumbers): boolean => type === 'u1' && shape.length >= 3;

const readValues = (array: NpyNumbers, length: number, pixels: PixelRange, key: string, refuse: Refuse): Float32Array => {
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

const checkShapes = (splits: readonly ReadSplit[], refuse: Refuse): void => {
  const [{ names: first, x: one }] = splits as [ReadSplit, ...ReadSplit[]];
  for (const { names, x, labels } of splits) {
    if (x.shape.length < 2) refuse(`${names.x} has shape ${shapeText(x.shape)}; expected [count, …shape of a sample]`);
    const [shape, other] = [shapeText(one.shape.slice(1)), shapeText(x.shape.slice(1))];
    if (shape !== other) refuse(`${first.x} has samples of shape ${shape} and ${names.x} of ${other}; expected the same`);
    if (isPictures(one) !== isPictures(x))
      refuse(`${first.x} has type ${one.type} and ${names.x} ${x.type}; expected both u1 (pixels), or both numbers of one scale`);
    if (x.shape[0] !== labels.y.length)
      refuse(`${names.x} has ${x.shape[0]} samples and ${names.y} ${labels.y.length} labels; expected as many of each`);
  }
};

/** The class names `'0'`, `'1'`, … up to the greatest label. */
const numbered = (splits: readonly ReadSplit[]): string[] => {
  const greatest = splits.reduce((most, { labels: { y } }) => y.reduce((a, b) => Math.max(a, b), most), 0);
  return Array.from({ length: greatest + 1 }, (_, label) => `${label}`);
};

interface ReadSplit {
  readonly role: Role;
  readonly names: NpzSplitNames;
  readonly x: NpyNumbers;
  readonly labels: NpzLabels;
}

/** Reads the arrays of all splits, and the names of the classes. */
const readSplits = async ({ names, read }: OpenNpz, who: string, refuse: Refuse) => {
  const { classNames: namesOfClasses, ...found } = findArrays(who, names);
  const arrays: { readonly role: Role; readonly names: NpzSplitNames; readonly x: NpyArray; readonly y: NpyArray }[] = [];
  for (const [role, of] of Object.entries(found))
    if (of !== undefined) arrays.push({ role: role as Role, names: of, x: await read(of.x), y: await read(of.y) });
  const texts = textsOf(arrays.map(({ y }) => y));
  const splits = arrays.map(({ role, names: of, x, y }): ReadSplit => {
    if (x.type === 'text') return refuse(`${of.x} holds texts; expected numbers, as np.unique(${of.x}, return_inverse=True)[1] gives`);
    return { role, names: of, x, labels: readLabels(y, of.y, texts, refuse) };
  });
  checkShapes(splits, refuse);
  const named = namesOfClasses === undefined ? undefined : await read(namesOfClasses);
  if (named !== undefined && named.type !== 'text') refuse(`${namesOfClasses!} holds numbers; expected the names of the classes, as texts`);
  return { splits, classNames: named?.data };
};

/**
 * Creates a data set from a `.npz` archive, as Keras and NumPy write them.
 *
 * Samples and labels are found by their usual names: `x_train`, `X_train`, `train_images`, … with `y_train`, `train_labels`, …, and likewise
 * for `val` and `test`; or `x`, `data`, `images`, … with `y`, `labels`, `target`, … for all samples. Without a test split, a stratified
 * fifth of the samples becomes one, the same in every run.
 *
 * `x` is `[count, …sample]`. Pictures are uint8 arrays whose samples have at least two axes, height and width: they are scaled from 0–255
 * to `pixelRange`. All other arrays, floats and integers such as token ids, are left unchanged; a uint8 array of samples with one axis is
 * not a picture. `range` is then the first of [0, 1], [−1, 1], [0, 255] that contains every value, else the least and greatest value.
 *
 * `y` has a class for each sample: a whole number from 0 to 65,534 of any type, a boolean, a one-hot row, or a text. Names of the classes
 * come from an array such as `class_names`, else from the labels. The data set is named after the file.
 *
 * In Node, `loadNpz` of `@dum/datasets/node` reads the file.
 *
 * @throws DumError 'bad-input' naming archive and array for what `parseNpz` refuses, samples without labels or labels without
 * samples, two arrays of one kind, counts or shapes that differ, labels that are no classes, values that are not finite, and integers that a float32
 * can't hold.
 *
 * @example
 * const digits = await npzDataset({ name: 'mnist.npz', bytes });
 */
export const npzDataset = async (file: NamedBytes, options: NpzDatasetOptions = {}): Promise<Dataset> => {
  requireOptions('npzDataset', { file }, { file: namedBytesKind });
  requireKnownOptions('npzDataset', options, ['classNames', 'limit', 'pixelRange']);
  const { name, bytes } = file;
  const { limit, pixelRange } = options;
  const who = `npzDataset: "${name}"`;
  const pixels = checkedPixelRange(who, pixelRange);
  const refuse: Refuse = (message) => {
    throw new DumError('bad-input', `${who} ${message}`);
  };
  const { splits, classNames: own } = await readSplits(await openNpz(bytes, name), who, refuse);
  const classNames = checkedClassNames(who, options.classNames ?? own ?? splits[0]!.labels.classNames ?? numbered(splits));
  const create = <R extends Role>(role: R, { names, x, labels: { y } }: ReadSplit, count: number): Split<R> => {
    const sampleShape = x.shape.slice(1);
    const values = readValues(x, count * sizeOf(sampleShape), pixels, names.x, refuse);
    return checkedSplit(`${who} ${role} split`, role, { x: values, y: y.slice(0, count), sampleShape, classCount: classNames.length });
  };
  const given = (role: Role) => splits.find((split) => split.role === role);
  const cutTo = <R extends Role>(role: R, split: ReadSplit): Split<R> => create(role, split, limited(who, split.labels.y.length, limit));
  const [training, validating, testing] = [given('train')!, given('validation'), given('test')];
  const divide = () => {
    const { note, ...rows } = holdOutTest(who, name, training.labels.y);
    const whole = create('train', training, training.labels.y.length);
    const take = <R extends Role>(role: R, all: Uint32Array): Split<R> => {
      const chosen = all.slice(0, limited(who, all.length, limit));
      return brandSplit(role, { source: subset(whole.source, chosen), y: Uint16Array.from(chosen, (row) => whole.y[row]!) });
    };
    return { train: take('train', rows.train), test: take('test', rows.test), note };
  };
  const parts = testing === undefined ? divide() : { train: cutTo('train', training), test: cutTo('test', testing), note: undefined };
  const notes = [...splits.map(({ labels: { note } }) => note), parts.note].filter((note) => note !== undefined);
  return {
    ...{ name: name.replace(/\.npz$/, ''), sampleShape: training.x.shape.slice(1), classNames, train: parts.train, test: parts.test },
    range: isPictures(training.x) ? pixels : rangeOf([parts.train, parts.test]),
    ...(validating === undefined ? {} : { validation: cutTo('validation', validating) }),
    ...(notes.length === 0 ? {} : { notes }),
  };
};
