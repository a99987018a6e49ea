import { DumError } from '../dum-error.js';

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
  ENOENT: 'the folder takes no files, or is gone; choose another folder',
  ENOTDIR: 'a part of the path is a file; choose another folder',
  EEXIST: 'a file stands where the folder should be; choose another folder',
  EISDIR: 'a folder stands where the file should be; remove it or choose another folder',
  EMFILE: 'too many files are open; try again',
};

/** Who reads a file, and what to do when it cannot be read. */
export interface Reading {
  /** The function named at the start of the message. */
  readonly who: string;
  /** The end of the message for a wrong path, such as `give the file that discover wrote`. */
  readonly advice?: string;
}

/** The end of a message: the advice, if there is any. */
export const adviceText = (advice: string | undefined): string => (advice === undefined ? '' : `; ${advice}`);

/**
 * The error for a file that cannot be read: `bad-input` for a path that cannot be right, else `storage`.
 *
 * A {@link DumError} is returned unchanged.
 *
 * @example
 * const text = await readFile(file, 'utf8').catch((cause) => { throw readFailure(file, cause, { who: 'loadRun' }); });
 */
export const readFailure = (path: string, cause: unknown, { who, advice }: Reading): DumError => {
  if (cause instanceof DumError) return cause;
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException;
  const reason = absent[code];
  if (reason !== undefined) return new DumError('bad-input', `${who}: cannot read ${path}: ${reason}${adviceText(advice)}`, { cause });
  return new DumError('storage', `${who}: cannot read ${path}: ${remedies[code] ?? message}`, { cause });
};

/**
 * The `storage` error for a file or a folder that cannot be written. A {@link DumError} is returned unchanged.
 *
 * Its message says that the earlier contents are untouched, so use it for writes that happen whole or not at all.
 */
export const writeFailure = (path: string, cause: unknown, { who }: { readonly who: string }): DumError => {
  if (cause instanceof DumError) return cause;
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException;
  return new DumError('storage', `${who}: cannot write ${path}: ${remedies[code] ?? message}. What was there before is untouched.`, {
    cause,
  });
};
