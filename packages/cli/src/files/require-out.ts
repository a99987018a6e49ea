import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DumError } from '@dum/errors';

/** Files of one kind of result that exclude another kind in the same folder, because both have a summary.json. */
const foreign = {
  network: { file: 'masks.json', is: 'the masks of a search' },
  masks: { file: 'model.json', is: 'a network' },
};

/**
 * Refuses, before anything is computed, a folder that cannot be written or that has other results. It leaves nothing behind.
 *
 * Throws `bad-input` for a file or a folder of other results, and `storage` for a place that may not be written.
 */
export const requireOut = async (out: string, results: keyof typeof foreign): Promise<void> => {
  await requireOutFolder(out);
  const { file, is } = foreign[results];
  if (await exists(join(out, file))) {
    throw new DumError('bad-input', `--out ${out} already holds ${is}, whose summary.json would be lost; give another folder`);
  }
};

/**
 * Refuses, before anything is computed, a folder that cannot be written. It leaves nothing behind.
 *
 * Throws `bad-input` for a file, and `storage` for a place that may not be written.
 */
export const requireOutFolder = async (out: string): Promise<void> => {
  const place = await nearestThatExists(out);
  if (!place.isDirectory) throw new DumError('bad-input', `--out ${out} cannot be a folder: ${place.path} is a file; give another folder`);
  await requireWritable(out, place.path);
};

/**
 * Refuses, before anything is computed, a file that cannot be written. It leaves nothing behind; an existing file may be replaced.
 *
 * Throws `bad-input` for a folder and for a place within a file, and `storage` for a place that may not be written.
 */
export const requireOutFile = async (out: string): Promise<void> => {
  const there = await nearestThatExists(out);
  if (there.path === resolve(out) && there.isDirectory)
    throw new DumError('bad-input', `--out ${out} is a folder; give the path of a file`);
  const { path, isDirectory } = await nearestThatExists(dirname(resolve(out)));
  if (!isDirectory) throw new DumError('bad-input', `--out ${out} cannot be a file: ${path} is a file, not a folder; give another path`);
  await requireWritable(out, path);
};

const refusals: Readonly<Record<string, string>> = {
  EROFS: 'is on a read-only disk',
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  ENOSPC: 'is on a full disk',
  ENOENT: 'takes no folders',
};

/** Creates a folder and removes it, because permissions don't show whether a place such as /proc takes one. */
const requireWritable = async (out: string, folder: string): Promise<void> => {
  try {
    await rmdir(await mkdtemp(join(folder, '.dum-')));
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new DumError('storage', `--out ${out}: ${folder} ${refusals[code] ?? `cannot be written (${message})`}; give another place`, {
      cause,
    });
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const nearestThatExists = async (out: string): Promise<{ readonly path: string; readonly isDirectory: boolean }> => {
  if (out.includes('\0')) throw new DumError('bad-input', '--out holds a null byte; give another path');
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
