import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DumError } from '@dum/errors';

/** Puts a file in place whole or not at all: written beside its place as `.<name>.<uuid>.tmp`, flushed to the disk, renamed. */
export const writeWholeFile = async (who: string, path: string, bytes: Uint8Array): Promise<void> => {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new DumError(
      'storage',
      `${who}: cannot write ${JSON.stringify(path)}: ${(cause as Error).message}; make room or name another folder, and run it again`,
      { cause },
    );
  }
};
