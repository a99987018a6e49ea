import { Module } from 'h5wasm';
import { refuse } from '../refusal/refuse.js';

const mostTexts = 20_000;

const decode = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
};

/** The texts of an attribute, in an HDF5 file of `size` bytes. */
export const readAttribute = (file: bigint, path: string, attribute: string, size: number): readonly string[] => {
  const what = `attribute ${attribute} of ${path}`;
  const { shape, size: each, total_size: count, type, vlen } = Module.get_attribute_metadata(file, path, attribute);
  if (shape === null || count === 0) return [];
  if (type !== Module.H5T_class_t.H5T_STRING.value) return refuse(`has an ${what} that is no text`);
  if (count > mostTexts) refuse(`has ${count} texts in its ${what}, expected at most ${mostTexts}`);
  if (each * count > size) refuse(`declares more than its ${size} bytes in its ${what}`);
  const pointer = Module._malloc(each * count);
  if (pointer === 0) refuse(`has an ${what} that does not fit into memory`);
  try {
    if (Module.get_attribute_data(file, path, attribute, BigInt(pointer)) < 0) refuse(`has an ${what} that cannot be read`);
    const raw = Module.HEAPU8.slice(pointer, pointer + each * count);
    if (!vlen) return Array.from({ length: count }, (_, i) => decode(raw.subarray(i * each, (i + 1) * each)));
    return Array.from(new Uint32Array(raw.buffer), (text) => (text === 0 ? '' : Module.UTF8ToString(text)));
  } finally {
    if (vlen) Module.reclaim_vlen_memory(file, path, attribute, BigInt(pointer));
    Module._free(pointer);
  }
};
