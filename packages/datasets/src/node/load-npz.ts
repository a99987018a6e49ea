import { basename } from 'node:path';
import { requireOptions } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';
import { pathKind } from '../_argument-kinds.js';
import type { Dataset } from '../dataset.js';
import { type NpzDatasetOptions, npzDataset } from '../sources/npz-dataset.js';

/**
 * Loads a data set from a `.npz` file, with its arrays under their usual names, such as `x_train` and `y_train`, or `x` and `y`; see `npzDataset`.
 *
 * @throws DumError 'bad-input' when the file is missing, not a regular file, damaged, or has other contents; 'storage' when the disk fails.
 *
 * @example
 * const digits = await loadNpz('mnist.npz', { limit: 1000 });
 */
export const loadNpz = async (file: string, options: NpzDatasetOptions = {}): Promise<Dataset> => {
  requireOptions('loadNpz', { file }, { file: pathKind });
  return npzDataset({ name: basename(file), bytes: await readWholeFile(file, { who: 'loadNpz' }) }, options);
};
