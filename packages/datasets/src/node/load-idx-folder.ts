import { basename, resolve } from 'node:path';
import { requireKnownOptions, requireOptions } from '@dum/errors';
import { pathKind } from '../_argument-kinds.js';
import type { Dataset } from '../dataset.js';
import { idxDataset } from '../sources/idx-dataset.js';
import type { PixelRange } from '../sources/pixel-range.js';
import { readIdxFiles } from './_read-idx-files.js';

/** Options of {@link loadIdxFolder}. */
export interface LoadIdxFolderOptions {
  /** Name of each label; the digits 0 to 9 by default. */
  readonly classNames?: readonly string[];
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
}

/**
 * Loads a data set from a folder of four IDX files, the format of MNIST, Fashion-MNIST and KMNIST: `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, also with `.idx` for `-idx`, `test` for
 * `t10k`, and compressed (`.gz`). The data set is named after the folder.
 *
 * A compressed file is inflated only up to the length in its own header.
 *
 * @throws DumError 'bad-input' when the folder or a file is missing (the names looked for are listed) or is not a regular file, and for
 * what `idxDataset` refuses; 'storage' when the disk fails.
 *
 * @example
 * const kmnist = await loadIdxFolder('kmnist', { classNames: ['o', 'ki', …] });
 */
export const loadIdxFolder = async (folder: string, options: LoadIdxFolderOptions = {}): Promise<Dataset> => {
  requireOptions('loadIdxFolder', { folder }, { folder: pathKind });
  requireKnownOptions('loadIdxFolder', options, ['classNames', 'limit', 'pixelRange']);
  return idxDataset({ ...options, name: basename(resolve(folder)), ...(await readIdxFiles('loadIdxFolder', folder)) });
};
