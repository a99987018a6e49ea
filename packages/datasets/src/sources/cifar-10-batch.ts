import { DumError, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import { guessKind } from './_guess-kind.js';
import type { Named } from './idx.js';

/** Height and width of an image. */
const side = 32;
const plane = side * side;
const channels = 3;

/** Bytes of one sample: its label, then its red, its green and its blue values, each row by row. */
const recordBytes = 1 + channels * plane;

/** The samples of a binary batch of CIFAR-10. */
export interface Cifar10Batch {
  /** One class index for each sample, 0 to 9. */
  readonly labels: Uint8Array;
  /** `[count, 32, 32, 3]`, row-major, with interleaved channels. */
  readonly pixels: Uint8Array;
}

/** The number of values of one image, 3,072. */
export const cifar10ImageSize = channels * plane;

/**
 * Reads a binary batch of CIFAR-10: any number of records of 3,073 bytes, a label and then a plane of 32 × 32 bytes for red, green and
 * blue. The planes are interleaved into pixels. The format has no magic number, so only lengths and labels are checked.
 *
 * @throws DumError 'bad-input' naming the file, what was found and what was expected, for an empty file, a length that is not a multiple
 * of 3,073, and a label above 9 (its position is named).
 *
 * @example
 * const { labels, pixels } = parseCifar10Batch(bytes, { name: 'test_batch.bin' }); // 10,000 labels, 30,720,000 values
 */
export const parseCifar10Batch = (bytes: Uint8Array, options: Named): Cifar10Batch => {
  requireOptions('parseCifar10Batch', { options }, { options: namedKind });
  const { name } = options;
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `parseCifar10Batch: ${message}`);
  };
  if (!(bytes instanceof Uint8Array)) refuse(`the contents of "${name}" are not a Uint8Array`);
  const count = bytes.length / recordBytes;
  if (bytes.length === 0 || !Number.isInteger(count))
    refuse(
      `"${name}" has ${bytes.length} bytes; expected a multiple of ${recordBytes}, a label and 32 × 32 × 3 values a sample${guessKind(bytes)}`,
    );
  const labels = Uint8Array.from({ length: count }, (_, sample) => bytes[sample * recordBytes]!);
  const bad = labels.findIndex((label) => label > 9);
  if (bad >= 0) refuse(`"${name}" has label ${labels[bad]} at sample ${bad}; expected 0 to 9${guessKind(bytes)}`);
  const pixels = new Uint8Array(count * cifar10ImageSize);
  for (let sample = 0; sample < count; sample++) {
    const [from, to] = [sample * recordBytes + 1, sample * cifar10ImageSize];
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < plane; i++) pixels[to + i * channels + channel] = bytes[from + channel * plane + i]!;
    }
  }
  return { labels, pixels };
};

/** The bytes of a binary batch, the inverse of {@link parseCifar10Batch}. */
export const cifar10BatchBytes = ({ labels, pixels }: Cifar10Batch): Uint8Array => {
  const bytes = new Uint8Array(labels.length * recordBytes);
  labels.forEach((label, sample) => {
    const [to, from] = [sample * recordBytes + 1, sample * cifar10ImageSize];
    bytes[to - 1] = label;
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < plane; i++) bytes[to + channel * plane + i] = pixels[from + i * channels + channel]!;
    }
  });
  return bytes;
};
