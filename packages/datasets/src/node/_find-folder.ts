import { readdir } from 'node:fs/promises';
import { DumError } from '@dum/errors';
import { readFailure } from '@dum/errors/node';

/** What is looked for, and advice for when it is missing. */
export interface Sought {
  readonly who: string;
  /** The name of the data set. */
  readonly of: string;
  readonly advice: string;
}

/** The first of the folders with a file whose name matches; missing folders are skipped. */
export const findFolder = async (folders: readonly string[], file: RegExp, { who, of, advice }: Sought): Promise<string> => {
  for (const folder of folders) {
    const names = await readdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw readFailure(folder, error, { who });
    });
    if (names.some((name) => file.test(name))) return folder;
  }
  throw new DumError('bad-input', `${who}: there is no ${of} in ${folders.join(' or ')}; ${advice}`);
};
