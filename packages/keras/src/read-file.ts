import { open, stat } from 'node:fs/promises';
import { DumError } from '@dum/errors';

const mostBytes = 2 ** 30;

const absent: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links go in circles',
  ENAMETOOLONG: 'the path is too long',
  ERR_INVALID_ARG_VALUE: 'the path holds a null byte',
};

const refuse = (problem: string): never => {
  throw new DumError('bad-input', `importKeras: ${problem}`);
};

/** Refuses bytes that no network has: none, or far too many. */
export const checkSize = (name: string, count: number): void => {
  if (count === 0) refuse(`${name} is empty; save or copy it again`);
  if (count > mostBytes) refuse(`${name} has ${count} bytes, expected at most ${mostBytes}`);
};

/** Reads a file whole; refused before a byte is read where it is no regular file, or too large. */
export const readFile = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      refuse(`${path} is a folder without a model.json; expected a .keras or .h5 file, or what tensorflowjs_converter wrote`);
    if (!found.isFile()) refuse(`${path} is no regular file; expected a .keras or .h5 file`);
    checkSize(path, found.size);
    const bytes = new Uint8Array(found.size);
    const file = await open(path);
    try {
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled);
        if (bytesRead === 0) refuse(`${path} became shorter while it was read; try again`);
        filled += bytesRead;
      }
    } finally {
      await file.close();
    }
    return bytes;
  } catch (error) {
    if (error instanceof DumError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    const reason = absent[code];
    if (reason !== undefined) throw new DumError('bad-input', `importKeras: cannot read ${path}: ${reason}`, { cause: error });
    throw new DumError('storage', `importKeras: cannot read ${path}: ${message}`, { cause: error });
  }
};
