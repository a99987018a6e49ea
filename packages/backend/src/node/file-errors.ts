import { DumError } from '@dum/errors';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

const notThere: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links go in circles',
  ENAMETOOLONG: 'the path is too long',
};

const remedy: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and save again',
  EDQUOT: 'the disk quota is used up; free some space and save again',
  EACCES: 'permission is denied; choose a folder that you may use',
  EPERM: 'permission is denied; choose a folder that you may use',
  EROFS: 'the disk is read-only; choose another folder',
  ENOTDIR: 'a part of the path is a file, not a folder; choose another folder',
  EEXIST: 'a file stands where the folder should be; choose another folder',
  EISDIR: 'a folder stands where the file should be; remove it or choose another folder',
  EMFILE: 'too many files are open; try again',
};

/** A file that cannot be read: bad input where it is not there, a storage failure where the disk refuses. */
export const cannotRead = (path: string, error: unknown): DumError => {
  if (error instanceof DumError) return error;
  const code = codeOf(error);
  const absent = notThere[code];
  if (absent === undefined) {
    return new DumError('storage', `fileSystem: cannot read ${path} (${code}): ${remedy[code] ?? 'check the disk'}.`, { cause: error });
  }
  const advice = 'give a folder that model.save(fileSystem(folder)) or tensorflowjs_converter has written';
  return new DumError('bad-input', `fileSystem: cannot read ${path}: ${absent}; ${advice}.`, { cause: error });
};

/** A write that failed; what stood there before still does. */
export const cannotWrite = (path: string, error: unknown): DumError => {
  if (error instanceof DumError) return error;
  const code = codeOf(error);
  return new DumError(
    'storage',
    `fileSystem: cannot write ${path} (${code}): ${remedy[code] ?? 'check the disk'}. What was saved there before is untouched.`,
    { cause: error },
  );
};
