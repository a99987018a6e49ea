import { readdir, stat } from 'node:fs/promises';
import { DumError, nearest } from '@dum/errors';
import { readFailure } from '@dum/errors/node';
import type { Dataset } from '../dataset.js';
import type { PixelRange } from '../sources/pixel-range.js';
import type { TableDatasetOptions } from '../tables/table-dataset.js';
import { type ImageFolderOptions, imageFolder } from './image-folder.js';
import { loadCifar10 } from './load-cifar-10.js';
import { loadFashionMnist } from './load-fashion-mnist.js';
import { loadIdxFolder } from './load-idx-folder.js';
import { loadMnist } from './load-mnist.js';
import { loadNpz } from './load-npz.js';
import { isTableFile, loadTable, tableEndings, tablesIn } from './load-table.js';

/** Options of {@link loadDataset}. */
export interface LoadDatasetOptions {
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The values of pixels 0 and 255; [0, 1] by default. Arrays of an `.npz` that are not pictures are left unchanged. */
  readonly pixelRange?: PixelRange;
  /** How the pictures of a folder of classes become samples; not for other data. */
  readonly pictures?: Pick<ImageFolderOptions, 'size' | 'channels'>;
  /** The columns of a table, and how its rows become samples; not for other data. */
  readonly table?: Pick<TableDatasetOptions, 'label' | 'ignore' | 'scaling' | 'preparation'>;
  /** The folder with the files of a named data set, if they are not where its loader looks. */
  readonly folder?: string;
}

const named = { mnist: loadMnist, 'fashion-mnist': loadFashionMnist, 'cifar-10': loadCifar10 };

/** The names that {@link loadDataset} knows. */
export const datasetNames: readonly string[] = Object.keys(named);

const accepted = `${datasetNames.join(', ')}, a table (${tableEndings.join(', ')}), a .npz file, or a folder of IDX files, of CIFAR-10's batches, of pictures by class or of tables`;

/**
 * Loads the data set of a name or a path, as on the command line: `'mnist'`, `'fashion-mnist'`, `'cifar-10'`, a table (see
 * `loadTable`), a `.npz` file, or a folder of IDX files, of CIFAR-10's binary batches, of folders of pictures (see `imageFolder`) or of tables.
 * For a folder named `mnist`, write `./mnist`.
 *
 * @throws DumError 'bad-input' when it is none of these (the nearest name is given), when a `folder` is given with a path or `pictures` for
 * data that are not a folder of pictures, and whatever the chosen loader throws.
 *
 * @example
 * const dataset = await loadDataset('mnist', { limit: 1000 });
 */
export const loadDataset = async (
  nameOrPath: string,
  { folder, pictures, table, ...options }: LoadDatasetOptions = {},
): Promise<Dataset> => {
  if (pictures !== undefined && !(await isImageFolder(nameOrPath)))
    throw new DumError(
      'bad-input',
      `loadDataset: pictures is ${JSON.stringify(pictures)}; ${JSON.stringify(nameOrPath)} is not a folder of pictures by class, so its samples have a fixed size; leave it out`,
    );
  if (table !== undefined && !(await isTable(nameOrPath)))
    throw new DumError(
      'bad-input',
      `loadDataset: table is ${JSON.stringify(table)}; ${JSON.stringify(nameOrPath)} is not a table, so it has no columns; leave it out`,
    );
  if (Object.hasOwn(named, nameOrPath))
    return named[nameOrPath as keyof typeof named]({ ...options, ...(folder === undefined ? {} : { folder }) });
  const refuse = (found: string, cause?: unknown) =>
    new DumError('bad-input', `loadDataset: ${found}; expected ${accepted}`, cause === undefined ? {} : { cause });
  const found = await stat(nameOrPath).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw readFailure(nameOrPath, error, { who: 'loadDataset' });
    const guess = nearest(nameOrPath, datasetNames);
    throw refuse(
      `there is no data set, folder or file ${JSON.stringify(nameOrPath)}${guess === undefined ? '' : ` (did you mean "${guess}"?)`}`,
      error,
    );
  });
  if (folder !== undefined)
    throw new DumError(
      'bad-input',
      `loadDataset: ${JSON.stringify(nameOrPath)} is a path, and the folder ${JSON.stringify(folder)} is given too; give one of them`,
    );
  if (found.isDirectory()) {
    const names = await readdir(nameOrPath).catch((error: unknown) => {
      throw readFailure(nameOrPath, error, { who: 'loadDataset' });
    });
    if (await isTable(nameOrPath)) return loadRows(nameOrPath, table, options);
    if (names.includes('test_batch.bin')) return loadCifar10({ ...options, folder: nameOrPath });
    if (await isImageFolder(nameOrPath)) return imageFolder(nameOrPath, { ...options, ...pictures });
    return loadIdxFolder(nameOrPath, options);
  }
  if (nameOrPath.endsWith('.npz')) return loadNpz(nameOrPath, options);
  if (isTableFile(nameOrPath)) return loadRows(nameOrPath, table, options);
  throw refuse(`${JSON.stringify(nameOrPath)} is neither a folder nor a file of a known kind`);
};

const loadRows = (path: string, table: LoadDatasetOptions['table'], { limit, pixelRange }: LoadDatasetOptions): Promise<Dataset> => {
  if (pixelRange !== undefined)
    throw new DumError(
      'bad-input',
      `loadDataset: pixelRange is ${JSON.stringify(pixelRange)}; ${JSON.stringify(path)} is a table, which has no pixels; leave it out`,
    );
  return loadTable(path, { ...table, ...(limit === undefined ? {} : { limit }) });
};

/** Whether a name or a path is a table for {@link loadDataset}: a file of one, or a folder with one for training. */
export const isTable = async (nameOrPath: string): Promise<boolean> =>
  !Object.hasOwn(named, nameOrPath) && (isTableFile(nameOrPath) || (await tablesIn(nameOrPath)) !== undefined);

/**
 * Whether a name or a path is a folder of pictures by class for {@link loadDataset}: a folder with subfolders, without IDX files or batches
 * of CIFAR-10.
 */
export const isImageFolder = async (nameOrPath: string): Promise<boolean> => {
  if (Object.hasOwn(named, nameOrPath)) return false;
  const entries = await readdir(nameOrPath, { withFileTypes: true }).catch(() => []);
  return (
    entries.some((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.')) &&
    !entries.some(({ name }) => name === 'test_batch.bin' || /[-.]idx\d-/.test(name))
  );
};
