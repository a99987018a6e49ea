import { DumError } from '../dum-error.js';

const absent: readonly unknown[] = ['ENOENT', 'ENOTDIR'];

/**
 * What is read from a file, or undefined where there is no such file.
 *
 * @throws whatever else the reading throws
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
