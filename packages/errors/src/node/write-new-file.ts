import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryBeside, writeFlushed } from './_temporary-file.js';
import { writeFailure } from './file-failures.js';

/** What `link` answers on disks that have no hard links. */
const noLinks: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];

/**
 * Puts a file in place whole, unless there is one already, and gives whether it did: of several processes that do so at once, one does.
 *
 * It is written beside its place as `.<name>.<uuid>.tmp`, flushed to the disk and linked. On a disk without hard links it is renamed,
 * and then the last of several that write at the same moment stays, whole.
 *
 * @throws DumError 'storage' when the disk fails
 */
export const writeNewFile = async (path: string, contents: string | Uint8Array, { who }: { readonly who: string }): Promise<boolean> => {
  if (await isThere(path)) return false;
  const temporary = temporaryBeside(path);
  try {
    await writeFlushed(temporary, contents);
    const added = await linkOrRename(temporary, path);
    await flushFolder(dirname(path));
    return added;
  } catch (error) {
    throw writeFailure(path, error, { who });
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
};

const linkOrRename = async (temporary: string, path: string): Promise<boolean> => {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!noLinks.includes(code)) throw error;
    if (await isThere(path)) return false;
    await rename(temporary, path);
    return true;
  }
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Makes a new name last where the system can: Windows and some network disks flush no folders. */
const flushFolder = async (folder: string): Promise<void> => {
  const opened = await open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
};
