import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DumError } from '@dum/errors';

/** Refuses, before anything is computed, a place where the results could not be written; nothing is created. */
export const requireOut = async (out: string): Promise<void> => {
  if (out.includes('\0')) throw new DumError('bad-input', '--out holds a null byte; give the path of a folder');
  for (let place = resolve(out); ; place = dirname(place)) {
    const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new DumError('storage', `--out ${out} cannot be used: ${error.message}; give another folder`, { cause: error });
    });
    if (found === undefined) continue;
    if (!found.isDirectory()) throw new DumError('bad-input', `--out ${out} cannot be a folder: ${place} is a file; give another folder`);
    await access(place, constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
      throw new DumError(
        'storage',
        `--out ${out} cannot be written: ${place} is ${error.code === 'EROFS' ? 'on a read-only disk' : 'not writable'}; give another folder`,
        {
          cause: error,
        },
      );
    });
    return;
  }
};
