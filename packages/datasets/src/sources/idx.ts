import { DumError, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import { shapeText, sizeOf } from '../_shape.js';
import { guessKind } from './_guess-kind.js';

/** An array of whole numbers read from an IDX file, row-major; unsigned bytes share memory with the file's. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int8Array | Int16Array | Int32Array;
}

/** The name of a file, for messages. */
export interface Named {
  readonly name: string;
}

/** The size in bytes of a number of each supported type. */
const itemBytesOf: Readonly<Record<number, number>> = { 8: 1, 9: 1, 11: 2, 12: 4 };

const otherTypes: Readonly<Record<number, string>> = { 13: '32-bit float', 14: '64-bit float' };

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** The header of an IDX file. */
interface IdxHeader {
  readonly type: number;
  readonly itemBytes: number;
  readonly shape: number[];
  readonly headerBytes: number;
  readonly fileBytes: number;
}

/** Reads the type, shape and length of an IDX file from its first bytes. */
export const readIdxHeader = (bytes: Uint8Array, { name }: Named): IdxHeader => {
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `parseIdx: "${name}" ${message}`);
  };
  if (bytes.length < 4)
    refuse(`has ${bytes.length} bytes; an IDX file starts with 4 bytes that name its type, so the file is empty or cut short`);
  const magic = bytes.subarray(0, 4);
  if (magic[0] !== 0 || magic[1] !== 0)
    refuse(`starts with ${hex(magic)}; expected 00 00 08 and the number of dimensions${guessKind(magic)}`);
  const type = magic[2]!;
  const itemBytes =
    itemBytesOf[type] ??
    refuse(
      `has element type 0x${hex(magic.subarray(2, 3))} (${otherTypes[type] ?? 'unknown'}); expected 0x08 (unsigned byte), 0x09 (signed byte), 0x0b or 0x0c (16-bit and 32-bit integer)`,
    );
  const rank = magic[3]!;
  if (rank === 0) refuse('has 0 dimensions; expected at least 1');
  const headerBytes = 4 + 4 * rank;
  if (bytes.length < headerBytes)
    refuse(`ends inside its header: ${headerBytes} bytes expected for ${rank} dimensions, ${bytes.length} found`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const bad = shape.findIndex((size) => size === 0 || size >= 2 ** 31);
  if (bad >= 0) refuse(`has size ${shape[bad]} in dimension ${bad} of ${shapeText(shape)}; expected 1 to 2147483647`);
  const size = itemBytes * sizeOf(shape);
  if (size > Number.MAX_SAFE_INTEGER - headerBytes)
    refuse(`claims ${shape.join(' × ')} values, more than any file can hold; the header is corrupt`);
  return { type, itemBytes, shape, headerBytes, fileBytes: headerBytes + size };
};

/**
 * Reads an IDX file, the format of MNIST: 00 00, type, rank, the big-endian dimensions, then the values: whole numbers of one, two or four
 * bytes. Unsigned bytes (type 0x08), which is what images are, are not copied.
 *
 * @throws DumError 'bad-input' naming the file, what was found and what was expected, for a bad magic number, floats, a dimension of 0 or
 * of 2³¹ and more, and a file that is shorter or longer than its header says.
 *
 * @example
 * const { shape, data } = parseIdx(bytes, { name: 'train-images-idx3-ubyte' }); // shape [60000, 28, 28]
 */
export const parseIdx = (bytes: Uint8Array, options: Named): IdxArray => {
  requireOptions('parseIdx', { options }, { options: namedKind });
  const { name } = options;
  if (!(bytes instanceof Uint8Array)) throw new DumError('bad-input', `parseIdx: the contents of "${name}" are not a Uint8Array`);
  const { type, itemBytes, shape, headerBytes, fileBytes } = readIdxHeader(bytes, { name });
  if (bytes.length !== fileBytes)
    throw new DumError(
      'bad-input',
      `parseIdx: "${name}" is ${bytes.length < fileBytes ? 'cut short' : 'too long'}: ${fileBytes} bytes expected for shape ${shapeText(shape)}, ${bytes.length} found; get the file again`,
    );
  const values = bytes.subarray(headerBytes);
  if (type === 8) return { shape, data: values };
  if (type === 9) return { shape, data: Int8Array.from(values) };
  const view = new DataView(values.buffer, values.byteOffset, values.length);
  const count = values.length / itemBytes;
  const data =
    type === 11
      ? Int16Array.from({ length: count }, (_, at) => view.getInt16(2 * at))
      : Int32Array.from({ length: count }, (_, at) => view.getInt32(4 * at));
  return { shape, data };
};
