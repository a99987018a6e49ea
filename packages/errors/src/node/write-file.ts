import { rename, rm } from 'node:fs/promises';
import { temporaryBeside, writeFlushed } from './_temporary-file.js';
import { writeFailure } from './file-failures.js';

/**
 * Writes a file whole or not at all, and returns its time of writing. The contents are written beside it as `.<name>.<uuid>.tmp`, flushed
 * to the disk and renamed. A process that is killed meanwhile can leave that temporary file behind.
 *
 * @throws DumError 'storage' when the disk fails; the earlier contents are then untouched
 */
export const writeWholeFile = async (path: string, contents: string | Uint8Array, { who }: { readonly who: string }): Promise<Date> => {
  const temporary = temporaryBeside(path);
  try {
    const written = await writeFlushed(temporary, contents);
    await rename(temporary, path);
    return written;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(path, error, { who });
  }
};
