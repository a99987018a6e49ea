import { DumError } from '@dum/errors';

const absent: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'the path is too long',
  ERR_INVALID_ARG_VALUE: 'the path holds a null byte',
};

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and try again',
  EDQUOT: 'the disk quota is used up; free some space and try again',
  EFBIG: 'the file is larger than this process may write; raise the limit and try again',
  EACCES: 'permission is denied; choose a folder that you may use',
  EPERM: 'permission is denied; choose a folder that you may use',
  EROFS: 'the disk is read-only; choose another folder',
  ENOTDIR: 'a part of the path is a file; choose another folder',
  EEXIST: 'a file stands where the folder should be; choose another folder',
  EISDIR: 'a folder stands where the file should be; remove it or choose another folder',
};

/** A file that cannot be read: bad input when it cannot be there, else a failure of the disk. */
export const readFailure = (who: string, path: string, error: unknown): DumError => {
  if (error instanceof DumError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = absent[code];
  if (reason !== undefined) return new DumError('bad-input', `${who}: cannot read ${path}: ${reason}`, { cause: error });
  return new DumError('storage', `${who}: cannot read ${path}: ${remedies[code] ?? message}`, { cause: error });
};

/** Files that could not be written; what was there before still is. */
export const writeFailure = (directory: string, error: unknown): DumError => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new DumError(
    'storage',
    `writeFiles: cannot write into ${directory}: ${remedies[code] ?? message}. What was there before is untouched.`,
    { cause: error },
  );
};
