import { DumError, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import type { Named } from './idx.js';
import { type NpyArray, parseNpy } from './npy.js';

/** Options of {@link parseNpz}. */
export interface ParseNpzOptions extends Named {
  /** Names of the arrays to read, all of which must be there; every array of the archive by default. */
  readonly only?: readonly string[];
}

const mostBytes = 2 ** 31 - 1;
const mostEntries = 10_000;

/**
 * Reads the arrays of a NumPy `.npz` archive, plain (`np.savez`) or deflated (`np.savez_compressed`), by name.
 *
 * Each array's checksum is verified, nothing is inflated beyond the size that the archive declares, and no array may be
 * larger than 2 GiB.
 *
 * @throws DumError 'bad-input' naming the archive and the array for a damaged archive, an array that is missing from `only`,
 * and what `parseNpy` refuses.
 *
 * @example
 * const arrays = await parseNpz(bytes, { name: 'mnist.npz', only: ['x_train'] });
 */
export const parseNpz = async (bytes: Uint8Array, options: ParseNpzOptions): Promise<ReadonlyMap<string, NpyArray>> => {
  requireOptions('parseNpz', { options }, { options: namedKind });
  const { name, only } = options;
  const { names, read } = await openNpz(bytes, name);
  const absent = only?.find((key) => !names.includes(key));
  if (absent !== undefined)
    throw new DumError(
      'bad-input',
      `parseNpz: "${name}" has no array "${absent}"; expected ${only!.join(', ')}, found ${names.join(', ') || 'none'}`,
    );
  const arrays = new Map<string, NpyArray>();
  for (const key of only ?? names) arrays.set(key, await read(key));
  return arrays;
};

/** An archive whose arrays are read one by one. */
export interface OpenNpz {
  readonly names: readonly string[];
  /** Reads an array of `names`. */
  readonly read: (key: string) => Promise<NpyArray>;
}

/** Opens an archive. Throws as {@link parseNpz} does. */
export const openNpz = async (bytes: Uint8Array, name: string): Promise<OpenNpz> => {
  const refuse = (message: string, cause?: unknown): never => {
    throw new DumError('bad-input', `parseNpz: "${name}" ${message}`, cause === undefined ? {} : { cause });
  };
  if (!(bytes instanceof Uint8Array)) refuse('is not a Uint8Array');
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    refuse(`is not a zip archive (${bytes.length} bytes that do not start with "PK"), so it is not a .npz file`);
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false, checkCrc32: true, checkOverlappingEntry: true });
  const damaged = (error: unknown) => refuse(`is damaged: ${(error as Error).message.toLowerCase()}; get the file again`, error);
  const entries = await reader.getEntries().catch(damaged);
  if (entries.length > mostEntries) refuse(`has ${entries.length} entries; expected at most ${mostEntries}`);
  const found = entries.filter(({ filename }) => filename.endsWith('.npy')).map(({ filename }) => filename.slice(0, -4));
  const twice = found.find((key, i) => found.indexOf(key) !== i);
  if (twice !== undefined) refuse(`has two arrays named "${twice}"`);
  const read = async (key: string): Promise<NpyArray> => {
    const entry = entries.find(({ filename }) => filename === `${key}.npy`);
    if (entry === undefined || entry.directory) return refuse(`has a folder named "${key}.npy"; expected an array`);
    if (entry.encrypted) refuse(`has an encrypted array "${key}"; save it without a password`);
    if (entry.uncompressedSize > mostBytes) refuse(`declares ${entry.uncompressedSize} bytes for "${key}"; expected at most ${mostBytes}`);
    const inflated = await entry
      .getData(new Uint8ArrayWriter())
      .catch((error: unknown) =>
        refuse(`has a damaged array "${key}": ${(error as Error).message.toLowerCase()}; get the file again`, error),
      );
    return parseNpy(inflated, { name: `${name}/${key}.npy` });
  };
  return { names: found, read };
};
