import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and its parents, where they are missing.
 *
 * Unlike `mkdir` of Node with `recursive`, it throws where an existing folder takes no folders, such as `/proc`, and where the working
 * directory is gone; `mkdir` never returns there.
 *
 * @throws the error of the file system
 */
export const makeFolder = async (path: string): Promise<void> => {
  const missing: string[] = [];
  for (let at = resolve(path); !(await isFolder(at)); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) {
    try {
      await mkdir(folder);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
    }
  }
};

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

const isFolder = async (path: string): Promise<boolean> => {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) return false;
    throw error;
  }
  throw Object.assign(new Error(`EEXIST: ${path} is a file`), { code: 'EEXIST' });
};
