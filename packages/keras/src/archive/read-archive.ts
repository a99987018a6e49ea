import { type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { refuse } from '../refusal/refuse.js';

/** The entries of a `.keras` archive. */
export interface KerasArchive {
  readonly config: Uint8Array;
  readonly metadata: Uint8Array;
  readonly weights: Uint8Array;
}

const mostEntries = 1000;
const mebi = 2 ** 20;

// Keras stores without compression; deflating saves far less than this on weights
const mostInflation = 40;

const damaged = (error: unknown): never =>
  refuse(`is a damaged archive (${(error as Error).message.toLowerCase()}); save or copy it again`, error);

/**
 * Reads the three entries of a `.keras` archive in memory. Checksums are verified, sizes are bounded before anything is inflated, and
 * no name leads out of the archive.
 */
export const readArchive = async (bytes: Uint8Array): Promise<KerasArchive> => {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false, checkCrc32: true, checkOverlappingEntry: true });
  const entries = await reader.getEntries().catch(damaged);
  if (entries.length > mostEntries) refuse(`has ${entries.length} entries, expected at most ${mostEntries}`);

  const read = async (name: string, mostBytes: number): Promise<Uint8Array> => {
    const found = entries.filter((entry): entry is FileEntry => !entry.directory && entry.filename === name);
    const [entry] = found;
    if (entry === undefined) return refuse(`has no ${name}, so it is not a .keras file; save the whole model with model.save("….keras")`);
    if (found.length > 1) refuse(`has two entries ${name}`);
    if (entry.encrypted) refuse(`has an encrypted ${name}; save it without a password`);
    if (entry.uncompressedSize > mostBytes) {
      refuse(`declares ${entry.uncompressedSize} bytes for ${name}, expected at most ${mostBytes}`);
    }
    return entry.getData(new Uint8ArrayWriter()).catch(damaged);
  };

  return {
    config: await read('config.json', 8 * mebi),
    metadata: await read('metadata.json', mebi / 16),
    weights: await read('model.weights.h5', Math.min(mostInflation * bytes.length, 1024 * mebi)),
  };
};
