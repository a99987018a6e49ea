import { arrayOf, DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { namedBytesKind } from '../_argument-kinds.js';
import { checkedClassNames } from '../_class-names.js';
import type { Dataset } from '../dataset.js';
import { shapeText } from '../_shape.js';
import { createSplit } from '../create-split.js';
import { wholeLabels } from '../labels.js';
import type { Role, Split } from '../split.js';
import { scalePixels } from './scale-pixels.js';
import { type IdxArray, parseIdx } from './idx.js';
import { limited } from './limited.js';
import { checkedPixelRange, type PixelRange } from './pixel-range.js';

/** The contents of a file and its name, for messages. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The four files of an IDX data set, and options, of {@link idxDataset}. */
export interface IdxDatasetFiles {
  readonly name: string;
  readonly trainImages: NamedBytes;
  readonly trainLabels: NamedBytes;
  readonly testImages: NamedBytes;
  readonly testLabels: NamedBytes;
  /** Name of each label; the digits 0 to 9 by default. */
  readonly classNames?: readonly string[];
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
}

/** The names of the ten digits, `'0'` to `'9'`. */
export const digitNames: readonly string[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const refuse = (message: string): never => {
  throw new DumError('bad-input', `idxDataset: ${message}`);
};

const readPair = (images: NamedBytes, labels: NamedBytes): { pixels: Uint8Array; shape: readonly number[]; labels: IdxArray['data'] } => {
  const x = parseIdx(images.bytes, images);
  const y = parseIdx(labels.bytes, labels);
  if (x.shape.length === 1 && y.shape.length > 1)
    refuse(
      `images and labels are swapped: "${images.name}" holds ${x.shape[0]} labels and "${labels.name}" images of shape ${shapeText(y.shape.slice(1))}`,
    );
  if (x.shape.length === 1) refuse(`"${images.name}" has shape [${x.shape[0]}], which is labels; expected images, [count, height, width]`);
  if (y.shape.length !== 1) refuse(`"${labels.name}" has shape ${shapeText(y.shape)}; expected labels, [count]`);
  if (x.shape[0] !== y.shape[0])
    refuse(`"${images.name}" has ${x.shape[0]} images and "${labels.name}" ${y.shape[0]} labels; expected as many of each`);
  if (!(x.data instanceof Uint8Array)) return refuse(`"${images.name}" holds wide integers; expected unsigned bytes, from 0 to 255`);
  return { pixels: x.data, shape: x.shape.slice(1), labels: y.data };
};

const readSplit = <R extends Role>(
  role: R,
  images: NamedBytes,
  labels: NamedBytes,
  classNames: readonly string[],
  limit: number | undefined,
  pixelRange: PixelRange,
): Split<R> => {
  const read = readPair(images, labels);
  const y = wholeLabels(read.labels, classNames.length, (label, at) =>
    refuse(`"${labels.name}" has label ${label} at position ${at}; expected 0 to ${classNames.length - 1}`),
  );
  const count = limited('idxDataset', y.length, limit);
  const x = scalePixels(read.pixels.subarray(0, (read.pixels.length / y.length) * count), pixelRange);
  return createSplit(role, { x, y: y.slice(0, count), sampleShape: read.shape, classCount: classNames.length });
};

/**
 * Creates a data set from the bytes of four IDX files, the format of MNIST, Fashion-MNIST and KMNIST. Pixels are scaled from 0–255 to
 * `pixelRange`; samples keep the files' shape, `[28, 28]` for MNIST. Labels may be wider integers than the usual unsigned bytes.
 *
 * In Node, `loadMnist` and `loadIdxFolder` of `@dum/datasets/node` read the files.
 *
 * @throws DumError 'bad-input' for what `parseIdx` refuses, swapped files, different counts (both files are named), a label
 * without a class name (its position is named), and training and test images of different shapes.
 *
 * @example
 * const digits = idxDataset({ name: 'digits', trainImages, trainLabels, testImages, testLabels });
 */
export const idxDataset = (files: IdxDatasetFiles): Dataset => {
  const names = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;
  requireKnownOptions('idxDataset', files, ['name', ...names, 'classNames', 'limit', 'pixelRange']);
  requireOptions('idxDataset', files, Object.fromEntries(names.map((name) => [name, namedBytesKind])));
  const { name, trainImages, trainLabels, testImages, testLabels, classNames = digitNames, limit } = files;
  const range = checkedPixelRange('idxDataset', files.pixelRange);
  requireOptions('idxDataset', { classNames }, { classNames: arrayOf('a list of names') });
  checkedClassNames('idxDataset', classNames);
  const train = readSplit('train', trainImages, trainLabels, classNames, limit, range);
  const test = readSplit('test', testImages, testLabels, classNames, limit, range);
  const [sampleShape, other] = [train, test].map((split) => split.sampleShape as readonly number[]) as [number[], number[]];
  if (shapeText(sampleShape) !== shapeText(other))
    refuse(
      `"${trainImages.name}" has images of shape ${shapeText(sampleShape)} and "${testImages.name}" of ${shapeText(other)}; expected the same`,
    );
  return { name, sampleShape, range, classNames, train, test };
};
