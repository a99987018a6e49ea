import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { ExportedNetwork, ExportedWeight } from './prepare-network.js';

/** The bytes of a NumPy array: a header that ends at a multiple of 64, and the values. */
const array = ({ shape, values }: ExportedWeight): Uint8Array => {
  const about = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const start = Math.ceil((11 + about.length) / 64) * 64;
  const bytes = new Uint8Array(start + values.byteLength);
  bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, (start - 10) & 255, (start - 10) >> 8]);
  bytes.set(Buffer.from(`${about.padEnd(start - 11)}\n`), 10);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return bytes;
};

// the same weights give the same bytes
// eslint-disable-next-line no-restricted-globals -- a date of no meaning, not the clock
const always = { level: 0, lastModDate: new Date(1980, 0, 1), extendedTimestamp: false };

/** The bytes of an `.npz` with one array for each weight, `layer/weight`. */
export const weightsArchive = async ({ layers }: ExportedNetwork): Promise<Uint8Array<ArrayBuffer>> => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, ...always });
  for (const { name, weights } of layers)
    for (const weight of weights) await writer.add(`${name}/${weight.name}.npy`, new Uint8ArrayReader(array(weight)));
  return writer.close();
};
