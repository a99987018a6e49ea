import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DumError } from '@dum/errors';

/** Files of one kind of result that another kind must not be put beside, since both have a summary.json. */
const foreign = {
  network: { file: 'masks.json', is: 'the masks of a search' },
  masks: { file: 'model.json', is: 'a network' },
};

/**
 * Refuses, before anything is computed, a folder where the results could not be written or would mix with others. Nothing is created.
 *
 * Throws `bad-input` for a file or a folder of other results, and `storage` for a place that may not be written.
 */
export const requireOut = async (out: string, results: keyof typeof foreign): Promise<void> => {
  if (out.includes('\0')) throw new DumError('bad-input', '--out holds a null byte; give the path of a folder');
  const place = await nearestThatExists(out);
  if (!place.isDirectory) throw new DumError('bad-input', `--out ${out} cannot be a folder: ${place.path} is a file; give another folder`);
  await access(place.path, constants.W_OK | constants.X_OK).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'EROFS' ? 'is on a read-only disk' : 'may not be written';
    throw new DumError('storage', `--out ${out}: ${place.path} ${reason}; give another folder`, { cause });
  });
  const { file, is } = foreign[results];
  if (await exists(join(out, file))) {
    throw new DumError('bad-input', `--out ${out} already holds ${is}, whose summary.json would be lost; give another folder`);
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const nearestThatExists = async (out: string): Promise<{ readonly path: string; readonly isDirectory: boolean }> => {
  let path = resolve(out);
  for (;;) {
    const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
      const code = cause.code === 'ELOOP' || cause.code === 'ENAMETOOLONG' ? 'bad-input' : 'storage';
      throw new DumError(code, `--out ${out} cannot be used: ${cause.message}; give another folder`, { cause });
    });
    if (found !== undefined) return { path, isDirectory: found.isDirectory() };
    path = dirname(path);
  }
};
