import { type Metadata, Module } from 'h5wasm';
import { refuse } from '../refusal/refuse.js';

/** Reads a data set of floats, all of it, which must have exactly this shape. */
export const readFloats = (
  file: bigint,
  path: string,
  { shape, size, total_size: count, type, littleEndian, chunks, virtual_sources: elsewhere }: Metadata,
  expected: readonly number[],
): Float32Array<ArrayBuffer> => {
  const found = (shape ?? []).map(Number);
  if (found.join() !== expected.join()) {
    return refuse(`has weights of shape [${found.join(', ')}] at ${path}, expected [${expected.join(', ')}]`);
  }
  // Keras writes plain data: such a file cannot declare more of it than it holds
  if (chunks !== null || elsewhere !== undefined) refuse(`has chunked, compressed or virtual data at ${path}, which Keras does not write`);
  const isFloat = type === Module.H5T_class_t.H5T_FLOAT.value && (size === 4 || size === 8) && littleEndian;
  if (!isFloat) refuse(`has weights at ${path} that are no float32 or float64 numbers; save the network with float32 weights`);
  if (count === 0) return refuse(`has no values at ${path}`);
  const pointer = Module._malloc(size * count);
  if (pointer === 0) refuse(`has weights at ${path} that do not fit into memory`);
  try {
    // a failed read leaves what was in memory before
    if (Module.get_dataset_data(file, path, null, null, null, BigInt(pointer)) < 0) refuse(`has weights at ${path} that cannot be read`);
    const { buffer } = Module.HEAPU8.slice(pointer, pointer + size * count);
    const values = size === 4 ? new Float32Array(buffer) : Float32Array.from(new Float64Array(buffer));
    if (!values.every(Number.isFinite)) refuse(`has weights at ${path} that are not finite`);
    return values;
  } finally {
    Module._free(pointer);
  }
};
