import { DumError, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import { shapeText, sizeOf } from '../_shape.js';
import type { Named } from './idx.js';

/** NumPy's name of a number type without its byte order: `u1` is uint8, `f4` is float32. */
export type NpyType = 'b1' | 'u1' | 'u2' | 'u4' | 'u8' | 'i1' | 'i2' | 'i4' | 'i8' | 'f4' | 'f8';

/** Texts read from a `.npy` file, row-major. */
export interface NpyTexts {
  readonly type: 'text';
  readonly shape: readonly number[];
  readonly data: readonly string[];
}

/** What a `.npy` file holds. */
export type NpyArray = NpyNumbers | NpyTexts;

/** Numbers read from a `.npy` file, row-major; `data` is the typed array of its `type`, for booleans bytes of 0 and 1. */
export interface NpyNumbers {
  readonly type: NpyType;
  readonly shape: readonly number[];
  readonly data:
    | Uint8Array
    | Uint16Array
    | Uint32Array
    | BigUint64Array
    | Int8Array
    | Int16Array
    | Int32Array
    | BigInt64Array
    | Float32Array
    | Float64Array;
}

const arrayTypes = {
  b1: Uint8Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
} satisfies Record<NpyType, unknown>;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const unsupported: Readonly<Record<string, string>> = {
  O: 'holds pickled Python objects, which are never unpacked since that can run code; save it as plain numbers (dtype=object comes from rows of unequal length)',
};

type Refuse = (message: string) => never;

interface ItemType {
  readonly type: NpyType | 'text';
  /** The bytes of an item. */
  readonly size: number;
  readonly bigEndian: boolean;
  /** The bytes of a character of a text. */
  readonly character: 1 | 4;
}

const readType = (header: string, refuse: Refuse): ItemType => {
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(header);
  if (descr === null) return refuse(`has no 'descr' in its header ${JSON.stringify(header.slice(0, 80))}`);
  if (descr[2] !== undefined) return refuse('holds records with named fields; save each field as an array of its own');
  const [, order, kind = '', size] = /^([<>=|]?)([a-zA-Z])(\d*)/.exec(descr[1]!) ?? [];
  const reason = unsupported[kind];
  if (reason !== undefined) return refuse(reason);
  const bigEndian = order === '>';
  if (kind === 'S' || kind === 'U') {
    const character = kind === 'S' ? 1 : 4;
    return { type: 'text', size: character * Number(size), bigEndian, character };
  }
  const type = `${kind}${size}`;
  if (!Object.hasOwn(arrayTypes, type))
    return refuse(`has element type "${descr[1]}"; expected one of ${Object.keys(arrayTypes).join(', ')}`);
  const known = type as NpyType;
  return { type: known, size: arrayTypes[known].BYTES_PER_ELEMENT, bigEndian, character: 1 };
};

const readShape = (header: string, refuse: Refuse): number[] => {
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header);
  if (order === null) return refuse(`has no 'fortran_order' in its header ${JSON.stringify(header.slice(0, 80))}`);
  if (order[1] === 'True') return refuse('is in Fortran (column) order; save it with np.ascontiguousarray(array)');
  const shape = /['"]shape['"]\s*:\s*\(\s*((?:\d{1,16}\s*,\s*)*(?:\d{1,16})?)\s*\)/.exec(header);
  if (shape === null) return refuse(`has no 'shape' in its header ${JSON.stringify(header.slice(0, 80))}`);
  return (shape[1]!.match(/\d+/g) ?? []).map(Number);
};

const swapBytes = (bytes: Uint8Array, itemBytes: number) => {
  for (let start = 0; start < bytes.length; start += itemBytes) bytes.subarray(start, start + itemBytes).reverse();
};

/** Texts of one length, which are padded with zeros. */
const textsOf = (values: Uint8Array<ArrayBuffer>, { size, character }: ItemType, count: number): string[] => {
  const codes: readonly number[] = [...(character === 1 ? values : new Uint32Array(values.buffer))];
  const length = size / character;
  return Array.from({ length: count }, (_, at) => {
    const own = codes.slice(at * length, (at + 1) * length);
    const end = own.findLastIndex((code) => code !== 0) + 1;
    return own
      .slice(0, end)
      .map((code) => String.fromCodePoint(code))
      .join('');
  });
};

/**
 * Reads a NumPy `.npy` file (format 1.0 to 3.0): integers and floats of 1 to 8 bytes, booleans and texts, little- or big-endian, C order.
 * The values are copied.
 *
 * @throws DumError 'bad-input' naming the file for anything else: pickled objects, records, Fortran order, and a
 * file that is shorter or longer than its header says.
 *
 * @example
 * const { type, shape, data } = parseNpy(bytes, { name: 'x.npy' }); // 'f4', [100, 784], Float32Array
 */
export const parseNpy = (bytes: Uint8Array, options: Named): NpyArray => {
  requireOptions('parseNpy', { options }, { options: namedKind });
  const { name } = options;
  const refuse: Refuse = (message) => {
    throw new DumError('bad-input', `parseNpy: "${name}" ${message}`);
  };
  if (!(bytes instanceof Uint8Array)) return refuse('is not a Uint8Array');
  if (bytes.length < 10) refuse(`has ${bytes.length} bytes; a .npy file has at least 10, so it is empty or cut short`);
  if (magic.some((byte, i) => bytes[i] !== byte)) refuse('does not start with the bytes of a .npy file (93 "NUMPY")');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version < 1 || version > 3) refuse(`has format version ${version}; expected 1, 2 or 3`);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) refuse(`ends inside its header, after ${bytes.length} bytes`);
  const dataStart = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart > bytes.length) refuse(`ends inside its header: ${dataStart} bytes expected, ${bytes.length} found`);
  if (dataStart > 65_536) refuse(`has a header of ${dataStart} bytes; expected at most 65536`);
  const header = String.fromCharCode(...bytes.subarray(start, dataStart));
  const item = readType(header, refuse);
  const shape = readShape(header, refuse);
  const fileBytes = dataStart + item.size * sizeOf(shape);
  if (bytes.length !== fileBytes)
    refuse(
      `is ${bytes.length < fileBytes ? 'cut short' : 'too long'}: ${fileBytes} bytes expected for shape ${shapeText(shape)} of ${item.type}, ${bytes.length} found`,
    );
  const values = Uint8Array.from(bytes.subarray(dataStart));
  const swapped = item.type === 'text' ? item.character : item.size;
  if (item.bigEndian && swapped > 1) swapBytes(values, swapped);
  if (item.type === 'text') return { type: 'text', shape, data: textsOf(values, item, sizeOf(shape)) };
  return { type: item.type, shape, data: new arrayTypes[item.type](values.buffer) };
};
