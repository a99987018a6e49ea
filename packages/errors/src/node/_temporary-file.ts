import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A new name beside a file: `.<name>.<uuid>.tmp`. */
export const temporaryBeside = (path: string): string => join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);

/**
 * Writes a new file, flushes it to the disk, and returns its time of writing.
 *
 * `FileHandle.writeFile` goes on after a short write, so a full disk is an error, never a shorter file.
 */
export const writeFlushed = async (path: string, contents: string | Uint8Array): Promise<Date> => {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(contents);
    await file.sync();
    return (await file.stat()).mtime;
  } finally {
    await file.close();
  }
};
