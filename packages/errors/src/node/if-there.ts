import { DumError } from '../dum-error.js';

const absent: readonly unknown[] = ['ENOENT', 'ENOTDIR'];

/**
 * The result of reading a file, or undefined if there is no such file.
 *
 * @throws every other error of the reading
 *
 * @example
 * const text = await ifThere(readWholeText('summary.json', { who: 'loadRun' }));
 */
export const ifThere = async <Result>(reading: Promise<Result>): Promise<Result | undefined> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DumError && absent.includes((error.cause as NodeJS.ErrnoException | undefined)?.code)) return undefined;
    throw error;
  }
};
