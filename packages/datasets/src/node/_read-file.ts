import { open, stat } from 'node:fs/promises';
import { DumError } from '@dum/errors';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'the path is too long',
  ERR_INVALID_ARG_VALUE: 'the path holds a null byte',
};

/** A DumError for a failed file operation: a path that cannot be right is bad input, anything else is the disk's fault. */
export const fileError = (who: string, path: string, cause: unknown): DumError => {
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason !== undefined) return new DumError('bad-input', `${who}: cannot read ${JSON.stringify(path)}: ${reason}`, { cause });
  return new DumError('storage', `${who}: cannot read ${JSON.stringify(path)}: ${message}`, { cause });
};

const mostBytes = 2 ** 31 - 1;

/** All bytes of a regular file of less than 2 GiB. */
export const readWholeFile = async (who: string, path: string): Promise<Uint8Array> => {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new DumError('bad-input', `${who}: cannot read ${JSON.stringify(path)}: it is a folder, not a file`);
    if (!found.isFile())
      throw new DumError('bad-input', `${who}: cannot read ${JSON.stringify(path)}: it is a device, pipe or socket, not a regular file`);
    if (found.size > mostBytes)
      throw new DumError('bad-input', `${who}: ${JSON.stringify(path)} has ${found.size} bytes; expected at most ${mostBytes}`);
    const file = await open(path);
    try {
      const { buffer, byteOffset, byteLength } = await file.readFile();
      return new Uint8Array(buffer, byteOffset, byteLength);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof DumError ? error : fileError(who, path, error);
  }
};
