import { readFile, stat } from 'node:fs/promises';
import { DumError } from '@dum/errors';
import { cannotRead } from './file-errors.js';

/** Reads a file whole; refused before a byte is read where it is no regular file (a pipe would block) or over the limit. */
export const readRegularFile = async (path: string, most: number): Promise<Uint8Array> => {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new DumError('bad-input', `fileSystem: ${path} is not a file; put the network's own file there.`);
    if (found.size > most)
      throw new DumError(
        'bad-input',
        `fileSystem: ${path} has ${found.size} bytes, expected at most ${most}; it is not the file that was saved.`,
      );
    return await readFile(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
};
