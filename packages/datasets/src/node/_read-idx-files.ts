import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DumError } from '@dum/errors';
import { readFailure, readWholeFile } from '@dum/errors/node';
import type { IdxDatasetFiles, NamedBytes } from '../sources/idx-dataset.js';
import { gunzipIdx } from './_gunzip-idx.js';

/** The four files of an IDX data set. */
export type IdxFiles = Pick<IdxDatasetFiles, 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels'>;

const nameOf = (prefix: string, kind: string, rank: number, type = 'ubyte') =>
  ['-', '.'].flatMap((separator) => ['', '.gz'].map((ending) => `${prefix}-${kind}${separator}idx${rank}-${type}${ending}`));

/** The names of a label file; labels of more than 255 classes are wider integers. */
const labelNames = (prefix: string) => ['ubyte', 'short', 'int'].flatMap((type) => nameOf(prefix, 'labels', 1, type));

/** The possible names of each file, the preferred one first; images may have one more dimension, for colour. */
const files = {
  trainImages: [...nameOf('train', 'images', 3), ...nameOf('train', 'images', 4)],
  trainLabels: labelNames('train'),
  testImages: ['t10k', 'test'].flatMap((prefix) => [...nameOf(prefix, 'images', 3), ...nameOf(prefix, 'images', 4)]),
  testLabels: ['t10k', 'test'].flatMap(labelNames),
};

/** Reads the four IDX files of a folder, inflated where they are compressed, with the names that they have. */
export const readIdxFiles = async (who: string, folder: string): Promise<IdxFiles> => {
  const present = await readdir(folder).catch((error: unknown) => {
    throw readFailure(folder, error, { who });
  });
  const read = async (names: readonly string[]): Promise<NamedBytes> => {
    const name = names.find((candidate) => present.includes(candidate));
    if (name === undefined)
      throw new DumError(
        'bad-input',
        `${who}: ${JSON.stringify(folder)} has no "${names[0]}"; also looked for ${names.slice(1).join(', ')}`,
      );
    const bytes = await readWholeFile(join(folder, name), { who });
    return { name, bytes: name.endsWith('.gz') ? gunzipIdx(who, bytes, { name }) : bytes };
  };
  return {
    trainImages: await read(files.trainImages),
    trainLabels: await read(files.trainLabels),
    testImages: await read(files.testImages),
    testLabels: await read(files.testLabels),
  };
};
