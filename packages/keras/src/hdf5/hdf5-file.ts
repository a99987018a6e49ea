import { Dataset, File, Group, Module, type Metadata, ready } from 'h5wasm';
import { DumError } from '@dum/errors';
import { refuse } from '../refusal/refuse.js';
import { readAttribute } from './read-attribute.js';
import { readFloats } from './read-floats.js';

/** An open HDF5 file, whose contents are not trusted. */
export interface Hdf5File {
  /** A text attribute; undefined where there is none. */
  readonly text: (path: string, attribute: string) => string | undefined;
  /** An attribute of several texts, which may be split into numbered ones; undefined where there is none. */
  readonly texts: (path: string, attribute: string) => readonly string[] | undefined;
  /** The names in a group; undefined where there is no group. */
  readonly members: (path: string) => readonly string[] | undefined;
  /** The values of a data set of that shape. */
  readonly floats: (path: string, shape: readonly number[]) => Float32Array<ArrayBuffer>;
}

let opened = 0;
let quiet = false;
let broken = false;

// emscripten's record of an open file, which the types of h5wasm leave out
interface Stream {
  stream_ops: Readonly<Record<string, unknown>>;
}

// HDF5 prints a stack for each failure; every failure is handled here
const silence = (FS: typeof Module.FS): void => {
  if (quiet) return;
  const errors = (FS as unknown as { readonly streams: readonly Stream[] }).streams[2]!;
  const write = (_stream: unknown, _bytes: unknown, _from: number, count: number): number => count;
  errors.stream_ops = { ...errors.stream_ops, write };
  quiet = true;
};

const open = (name: string): File => {
  const file = new File(name, 'r');
  // a file that cannot be opened gives no error, but a negative id
  return file.file_id > 0 ? file : refuse('is no HDF5 file that can be read, or was cut short; save or copy it again');
};

/** Opens the bytes of an HDF5 file in memory: links out of it lead nowhere. */
export const withHdf5 = async <Result>(bytes: Uint8Array, use: (file: Hdf5File) => Result): Promise<Result> => {
  if (broken)
    throw new DumError(
      'temporary',
      'cannot be read here: an earlier file broke the HDF5 library of this thread; use another thread, as importKeras does',
    );
  const { FS } = await ready;
  silence(FS);
  const name = `/${opened++}.h5`;
  FS.writeFile(name, bytes);
  let file: File | undefined;
  try {
    file = open(name);
    return use(reader(file, bytes.length));
  } catch (error) {
    broken = error instanceof WebAssembly.RuntimeError;
    throw error;
  } finally {
    if (!broken) file?.close();
    FS.unlink(name);
  }
};

const reader = (file: File, size: number): Hdf5File => {
  let left = size;
  const attributesOf = (path: string): Readonly<Record<string, unknown>> => {
    const found = path === '/' ? file : file.get(path);
    return found instanceof Group || found instanceof Dataset ? found.attrs : {};
  };
  const read = (path: string, attribute: string): readonly string[] | undefined =>
    attribute in attributesOf(path) ? readAttribute(file.file_id, path, attribute, size) : undefined;
  return {
    text: (path, attribute) => read(path, attribute)?.[0],
    texts(path, attribute) {
      const whole = read(path, attribute);
      if (whole !== undefined) return whole;
      const parts: string[] = [];
      for (let i = 0; ; i++) {
        const part = read(path, `${attribute}${i}`);
        if (part === undefined) return i === 0 ? undefined : parts;
        parts.push(...part);
      }
    },
    members(path) {
      const found = path === '/' ? file : file.get(path);
      return found instanceof Group ? found.keys() : undefined;
    },
    floats(path, shape) {
      const found = file.get(path);
      if (!(found instanceof Dataset)) return refuse(`has no data set ${path}`);
      const metadata: Metadata = Module.get_dataset_metadata(file.file_id, path);
      left -= metadata.size * metadata.total_size;
      if (!(left >= 0)) refuse(`declares more data than its ${size} bytes hold, at ${path}`);
      return readFloats(file.file_id, path, metadata, shape);
    },
  };
};
