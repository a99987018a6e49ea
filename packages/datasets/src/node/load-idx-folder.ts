import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DumError } from '@dum/errors';
import type { Dataset } from '../dataset.js';
import { idxDataset, type NamedBytes } from '../sources/idx-dataset.js';
import { gunzipIdx } from './_gunzip-idx.js';
import { fileError, readWholeFile } from './_read-file.js';

/** Options of {@link loadIdxFolder}. */
export interface LoadIdxFolderOptions {
  /** Name of each label; the digits 0 to 9 by default. */
  readonly classNames?: readonly string[];
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
}

const nameOf = (prefix: string, kind: string, rank: number) =>
  ['-', '.'].flatMap((separator) => ['', '.gz'].map((ending) => `${prefix}-${kind}${separator}idx${rank}-ubyte${ending}`));

/** The names that each file may have, the preferred one first; images may have one more dimension, for colour. */
const files = {
  trainImages: [...nameOf('train', 'images', 3), ...nameOf('train', 'images', 4)],
  trainLabels: nameOf('train', 'labels', 1),
  testImages: ['t10k', 'test'].flatMap((prefix) => [...nameOf(prefix, 'images', 3), ...nameOf(prefix, 'images', 4)]),
  testLabels: ['t10k', 'test'].flatMap((prefix) => nameOf(prefix, 'labels', 1)),
};

/**
 * A data set from a folder of four IDX files, as MNIST, Fashion-MNIST and KMNIST are handed out: `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, also with `.idx` for `-idx`, `test` for
 * `t10k`, and compressed (`.gz`). The data set is named after the folder.
 *
 * A compressed file is inflated no further than its own header says it is long.
 *
 * @throws DumError 'bad-input' when the folder or a file is missing (the names looked for are listed), a file is no regular file,
 * and for what `idxDataset` refuses; 'storage' when the disk fails.
 *
 * @example
 * const fashion = await loadIdxFolder('fashion-mnist', { classNames: ['top', 'trouser', …] });
 */
export const loadIdxFolder = async (folder: string, { classNames, limit }: LoadIdxFolderOptions = {}): Promise<Dataset> => {
  const present = await readdir(folder).catch((error: unknown) => {
    throw fileError('loadIdxFolder', folder, error);
  });
  const read = async (names: readonly string[]): Promise<NamedBytes> => {
    const name = names.find((candidate) => present.includes(candidate));
    if (name === undefined)
      throw new DumError(
        'bad-input',
        `loadIdxFolder: ${JSON.stringify(folder)} has no "${names[0]}"; also looked for ${names.slice(1).join(', ')}`,
      );
    const bytes = await readWholeFile('loadIdxFolder', join(folder, name));
    return { name, bytes: name.endsWith('.gz') ? gunzipIdx(bytes, { name }) : bytes };
  };
  return idxDataset({
    name: basename(resolve(folder)),
    trainImages: await read(files.trainImages),
    trainLabels: await read(files.trainLabels),
    testImages: await read(files.testImages),
    testLabels: await read(files.testLabels),
    ...(classNames === undefined ? {} : { classNames }),
    ...(limit === undefined ? {} : { limit }),
  });
};
