import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The names of the temporary files that a killed process can leave behind. */
export const temporaryName = /^\.(?:model\.json|weights-[0-9a-f]{16}\.bin)\.[0-9a-f-]{36}\.tmp$/;

/**
 * Puts a file in place whole or not at all, and returns when it was written: written beside its place, flushed to the
 * disk, renamed. `FileHandle.writeFile` goes on after a short write, so a full disk is an error, never a shorter file.
 */
export const writeAtomically = async (path: string, bytes: Uint8Array): Promise<Date> => {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    let written: Date;
    try {
      await file.writeFile(bytes);
      await file.sync();
      written = (await file.stat()).mtime;
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return written;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
};
