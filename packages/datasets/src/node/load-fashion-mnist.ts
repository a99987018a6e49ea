import { join } from 'node:path';
import type { Dataset } from '../dataset.js';
import { fashionMnistClassNames } from '../sources/fashion-mnist-class-names.js';
import { idxDataset } from '../sources/idx-dataset.js';
import type { PixelRange } from '../sources/pixel-range.js';
import { findFolder } from './_find-folder.js';
import { requireOriginal } from './_read-checked.js';
import { type IdxFiles, readIdxFiles } from './_read-idx-files.js';

const who = 'loadFashionMnist';

/** The md5 of each file when it is not compressed. */
const checksums: Readonly<Record<keyof IdxFiles, string>> = {
  trainImages: 'f4a8712d7a061bf5bd6d2ca38dc4d50a',
  trainLabels: '9018921c3c673c538a1fc5bad174d6f9',
  testImages: '8181f5470baa50b63fa0f6fddb340f0a',
  testLabels: '15d484375f8d13e6eb1aabb0c3f46965',
};

/** Where Debian's package puts the files. */
const ofDebian = '/usr/share/datasets/fashion-mnist';

const advice =
  'get the four files with: apt-get install dataset-fashion-mnist (Debian, Ubuntu), or from https://github.com/zalandoresearch/fashion-mnist (its folder data/fashion) into data/fashion-mnist';

/** Options of {@link loadFashionMnist}. */
export interface LoadFashionMnistOptions {
  /** Folder of the four files, plain or `.gz`; by default `data/fashion-mnist`, or where Debian's package puts them. */
  readonly folder?: string;
  /** Keep only this many samples of each split, from the first; all 60,000 and 10,000 by default. */
  readonly limit?: number;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
}

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothes, `[28, 28]`, in `pixelRange`; Xiao, Rasul and Vollgraf 2017 (arXiv
 * 1708.07747).
 *
 * The files come from a folder, nothing is downloaded, and the md5 of the contents of all four is checked. They are under the MIT
 * licence, copyright 2017 Zalando SE.
 *
 * @throws DumError 'bad-input' when there are no such files (the message says how to get them), or one is altered; 'storage' when the disk
 * fails.
 *
 * @example
 * const fashion = await loadFashionMnist({ folder: 'data/fashion-mnist' });
 */
export const loadFashionMnist = async ({ folder, ...options }: LoadFashionMnistOptions = {}): Promise<Dataset> => {
  const candidates = folder === undefined ? [join('data', 'fashion-mnist'), ofDebian] : [folder];
  const found = await findFolder(candidates, /^(train|t10k)-(images|labels)/, { who, of: 'Fashion-MNIST', advice });
  const files = await readIdxFiles(who, found);
  for (const [role, md5] of Object.entries(checksums)) {
    const file = files[role as keyof IdxFiles];
    requireOriginal(file, { who, of: "Fashion-MNIST's", path: join(found, file.name), md5, advice });
  }
  return idxDataset({ ...options, name: 'fashion-mnist', classNames: fashionMnistClassNames, ...files });
};
