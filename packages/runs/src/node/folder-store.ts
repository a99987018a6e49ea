import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DumError, filledText, requireOptions } from '@dum/errors';
import { ifThere, makeFolder, readFailure, readWholeFile, writeFailure, writeNewFile } from '@dum/errors/node';
import { sameBytes } from '../_same-bytes.js';
import { isKey, requireKey } from '../artefacts/require-key.js';
import { seal, unseal } from '../artefacts/seal.js';
import type { Damage, Put, Store } from '../artefacts/store.js';
import { openStoreFile } from './_store-file.js';

/** Options of {@link openFolderStore}. */
export interface FolderStoreOptions {
  /** The id that the store must have; a folder with another store, or with none, is refused. Default any; a missing store is created. */
  readonly id?: string;
  /** Called for each damaged artefact, which then counts as none. Default: the function that finds it throws `storage`. */
  readonly onDamage?: (damage: Damage) => void;
}

const who = 'openFolderStore';

/**
 * Opens a {@link Store} in a folder, which several processes and, for a shared folder, several machines may use at once.
 *
 * - `store.json` has the format, its version and the id of the store.
 * - `artefacts/<key>` is one artefact: a line `dum-artefact 1 <bytes> <SHA-256>`, then its bytes. The checksum covers the key.
 * - `damaged/` gets files that were cut, changed or renamed; nothing is deleted, and their keys count as absent from then on.
 *
 * A file is written under a temporary name, flushed to the disk and linked under its name, so a reader finds it whole or not at all, and
 * the first of several writers wins. There are no locks and no times. A process that is killed can leave a file `.<key>.<uuid>.tmp`, which
 * is never read and may be deleted when no process runs. On network disks other machines can see a new file a few seconds late: an absent
 * artefact may then be computed twice, and is stored once.
 *
 * @throws DumError 'storage' for a folder that cannot be read or written, and 'bad-input' for a store with another id, or a store.json that
 * is damaged or of another version
 *
 * @example
 * const store = await openFolderStore('runs/store', { onDamage: ({ file, reason }) => console.warn(`${file}: ${reason}`) });
 */
export const openFolderStore = async (folder: string, { id: expected, onDamage }: FolderStoreOptions = {}): Promise<Store> => {
  requireOptions('openFolderStore', { folder }, { folder: filledText('a path, which is a text that is not empty') });
  const [artefacts, damaged] = [join(folder, 'artefacts'), join(folder, 'damaged')];
  const id = await openStoreFile(folder, expected);
  await makeFolder(artefacts).catch((cause: unknown) => {
    throw writeFailure(artefacts, cause, { who });
  });
  const report = onDamage ?? throwDamage;

  const read = async (key: string): Promise<Uint8Array | undefined> => {
    const file = join(artefacts, key);
    const contents = await ifThere(readWholeFile(file, { who }));
    if (contents === undefined) return undefined;
    const unsealed = unseal(key, contents);
    return 'bytes' in unsealed ? unsealed.bytes : setAside(key, file);
  };

  /** Moves a damaged file away. If another process has replaced it meanwhile, the new file is put back. */
  const setAside = async (key: string, file: string): Promise<Uint8Array | undefined> => {
    const aside = join(damaged, `${key}.${randomUUID()}`);
    try {
      await makeFolder(damaged);
      await rename(file, aside);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw writeFailure(aside, cause, { who });
    }
    const contents = await readWholeFile(aside, { who });
    const unsealed = unseal(key, contents);
    if ('bytes' in unsealed) {
      await writeNewFile(file, contents, { who });
      await rm(aside, { force: true });
      return unsealed.bytes;
    }
    report({ key, file: aside, reason: unsealed.reason });
    return undefined;
  };

  return {
    id,
    has: async (key) => (await read(requireKey(`${who}: has`, key))) !== undefined,
    get: async (key) => await read(requireKey(`${who}: get`, key)),
    putIfAbsent: async (key, bytes): Promise<Put> => {
      const contents = seal(requireKey(`${who}: putIfAbsent`, key), bytes);
      for (;;) {
        const kept = await read(key);
        if (kept !== undefined) return sameBytes(kept, bytes) ? 'same' : 'different';
        if (await writeNewFile(join(artefacts, key), contents, { who })) return 'added';
      }
    },
    list: async (prefix = '') => {
      const names = await readdir(artefacts).catch((cause: unknown) => {
        throw readFailure(artefacts, cause, { who });
      });
      return names.filter((name) => isKey(name) && name.startsWith(prefix)).sort();
    },
  };
};

const throwDamage = ({ key, file, reason }: Damage): never => {
  throw new DumError('storage', `${who}: the artefact ${key} is damaged: ${reason}; it was moved to ${file}, so compute it again`);
};
