import { stat } from 'node:fs/promises';
import { DumError, nearest } from '@dum/errors';
import type { Dataset } from '../dataset.js';
import { fileError } from './_read-file.js';
import { loadIdxFolder } from './load-idx-folder.js';
import { loadMnist } from './load-mnist.js';
import { loadNpz } from './load-npz.js';

/** Options of {@link loadDataset}. */
export interface LoadDatasetOptions {
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
}

const accepted = `'mnist', a folder of IDX files, or a .npz file with x_train, y_train, x_test and y_test`;

/**
 * The data set of a name or a path, as a command line takes it: `'mnist'`, a folder of IDX files, or a `.npz` file. A
 * folder that is called `mnist` too is reached as `./mnist`.
 *
 * @throws DumError 'bad-input' when it is none of these (the nearest name is given), and what the loader it chooses throws.
 *
 * @example
 * const dataset = await loadDataset('mnist', { limit: 1000 });
 */
export const loadDataset = async (nameOrPath: string, options: LoadDatasetOptions = {}): Promise<Dataset> => {
  if (nameOrPath === 'mnist') return loadMnist(options);
  const refuse = (found: string, cause?: unknown) =>
    new DumError('bad-input', `loadDataset: ${found}; expected ${accepted}`, cause === undefined ? {} : { cause });
  const found = await stat(nameOrPath).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw fileError('loadDataset', nameOrPath, error);
    const guess = nearest(nameOrPath, ['mnist']);
    throw refuse(
      `there is no data set, folder or file ${JSON.stringify(nameOrPath)}${guess === undefined ? '' : ` (did you mean "${guess}"?)`}`,
      error,
    );
  });
  if (found.isDirectory()) return loadIdxFolder(nameOrPath, options);
  if (nameOrPath.endsWith('.npz')) return loadNpz(nameOrPath, options);
  throw refuse(`${JSON.stringify(nameOrPath)} is neither a folder nor a .npz file`);
};
