import { File, type Group, ready } from 'h5wasm';

/** Writes an HDF5 file; groups are made before what is in them. */
export interface Hdf5Writer {
  readonly group: (path: string) => void;
  readonly text: (path: string, attribute: string, value: string) => void;
  /** An attribute of several texts, split into numbered ones where they are too long for one, as Keras does. */
  readonly texts: (path: string, attribute: string, values: readonly string[]) => void;
  readonly floats: (path: string, shape: readonly number[], values: Float32Array) => void;
}

let written = 0;

/** What HDF5 takes in one attribute, less its own header. */
const mostAttribute = 64512;

/** Makes the bytes of an HDF5 file in memory. */
export const writeHdf5 = async (fill: (writer: Hdf5Writer) => void): Promise<Uint8Array<ArrayBuffer>> => {
  const { FS } = await ready;
  const name = `/written-${written++}.h5`;
  const file = new File(name, 'w');
  try {
    fill(writer(file));
    file.close();
    return FS.readFile(name) as Uint8Array<ArrayBuffer>;
  } finally {
    if (FS.analyzePath(name).exists) FS.unlink(name);
  }
};

const writer = (file: File): Hdf5Writer => {
  const at = (path: string): Group => (path === '/' ? file : (file.get(path) as Group));
  return {
    group: (path) => void file.create_group(path),
    text: (path, attribute, value) => at(path).create_attribute(attribute, value),
    texts(path, attribute, values) {
      const longest = values.reduce((most, value) => Math.max(most, value.length), 1);
      const together = Math.floor(mostAttribute / longest);
      const parts = Math.ceil(values.length / together);
      for (let part = 0; part < parts; part++) {
        const some = values.slice(part * together, (part + 1) * together);
        at(path).create_attribute(parts === 1 ? attribute : `${attribute}${part}`, some, [some.length], `S${longest}`);
      }
    },
    floats: (path, shape, values) => void file.create_dataset({ name: path, data: values, shape: [...shape], dtype: '<f' }),
  };
};
