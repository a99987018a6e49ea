import { DumError } from '@dum/errors';
import { shapeText } from '../_shape.js';
import { guessKind } from './_guess-kind.js';

/** An array of unsigned bytes read from an IDX file; `data` is row-major and shares memory with the file's bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** Where a file's bytes came from, for messages. */
export interface Named {
  readonly name: string;
}

const elementTypes: Readonly<Record<number, string>> = {
  9: 'signed byte',
  11: '16-bit integer',
  12: '32-bit integer',
  13: '32-bit float',
  14: '64-bit float',
};

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Shape and length of an IDX file, from its first bytes alone. */
export const readIdxHeader = (bytes: Uint8Array, { name }: Named): { shape: number[]; headerBytes: number; fileBytes: number } => {
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `parseIdx: "${name}" ${message}`);
  };
  if (bytes.length < 4)
    refuse(`has ${bytes.length} bytes; an IDX file starts with 4 bytes that name its type, so the file is empty or cut short`);
  const magic = bytes.subarray(0, 4);
  if (magic[0] !== 0 || magic[1] !== 0)
    refuse(`starts with ${hex(magic)}; expected 00 00 08 and the number of dimensions${guessKind(magic)}`);
  const type = magic[2]!;
  if (type !== 8)
    refuse(
      `has element type 0x${hex(magic.subarray(2, 3))} (${elementTypes[type] ?? 'unknown'}); expected 0x08 (unsigned byte), the only one accepted`,
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
  const size = shape.reduce((product, length) => product * length, 1);
  if (size > Number.MAX_SAFE_INTEGER - headerBytes)
    refuse(`claims ${shape.join(' × ')} values, more than any file can hold; the header is corrupt`);
  return { shape, headerBytes, fileBytes: headerBytes + size };
};

/**
 * Reads an IDX file, the format of MNIST: 00 00, type, rank, the big-endian dimensions, then the values. Only unsigned
 * bytes (type 0x08) are accepted, which is what images and labels are. Nothing is copied or allocated.
 *
 * @throws DumError 'bad-input' naming the file, what was found and what was expected, for a bad magic number, another
 * element type, a dimension of 0 or of 2³¹ and more, and a file that is shorter or longer than its header says.
 *
 * @example
 * const { shape, data } = parseIdx(bytes, { name: 'train-images-idx3-ubyte' }); // shape [60000, 28, 28]
 */
export const parseIdx = (bytes: Uint8Array, { name }: Named): IdxArray => {
  if (!(bytes instanceof Uint8Array)) throw new DumError('bad-input', `parseIdx: the contents of "${name}" are not a Uint8Array`);
  const { shape, headerBytes, fileBytes } = readIdxHeader(bytes, { name });
  if (bytes.length !== fileBytes)
    throw new DumError(
      'bad-input',
      `parseIdx: "${name}" is ${bytes.length < fileBytes ? 'cut short' : 'too long'}: ${fileBytes} bytes expected for shape ${shapeText(shape)}, ${bytes.length} found; get the file again`,
    );
  return { shape, data: bytes.subarray(headerBytes) };
};
