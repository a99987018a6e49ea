import { readdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { DumError, requireOptions } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';
import { pathKind } from '../_argument-kinds.js';
import { parseCsv } from '../tables/parse-csv.js';
import { parseJsonLines } from '../tables/parse-json-lines.js';
import { parseParquet } from '../tables/parse-parquet.js';
import type { Table } from '../tables/table.js';
import { type TableDataset, type TableDatasetOptions, tableDataset } from '../tables/table-dataset.js';

const who = 'loadTable';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** How the contents of a file become a table, by the ending of its name. */
const parsers: Readonly<Record<string, (bytes: Uint8Array, name: string) => Table | Promise<Table>>> = {
  '.csv': (bytes, name) => parseCsv(textOf(bytes), { name }),
  '.tsv': (bytes, name) => parseCsv(textOf(bytes), { name, delimiter: '\t' }),
  '.jsonl': (bytes, name) => parseJsonLines(textOf(bytes), { name }),
  '.ndjson': (bytes, name) => parseJsonLines(textOf(bytes), { name }),
  '.parquet': (bytes, name) => parseParquet(bytes, { name }),
};

const splitNames: Readonly<Record<'train' | 'validation' | 'test', readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'val', 'valid'],
  test: ['test', 'testing'],
};

/** The endings of the names of tables. */
export const tableEndings: readonly string[] = Object.keys(parsers);

/** Whether a file is a table for {@link loadTable}, by the ending of its name. */
export const isTableFile = (name: string): boolean => Object.hasOwn(parsers, extname(name).toLowerCase());

/** The files of the tables of the splits in a folder; undefined without one for training. */
export const tablesIn = async (folder: string): Promise<TableFiles | undefined> => {
  const files = (await readdir(folder).catch(() => [])).filter(isTableFile);
  const fileOf = (split: keyof typeof splitNames): string | undefined => {
    const found = files.find((file) => splitNames[split].includes(basename(file, extname(file)).toLowerCase()));
    return found === undefined ? undefined : join(folder, found);
  };
  const train = fileOf('train');
  return train === undefined ? undefined : { train, validation: fileOf('validation'), test: fileOf('test') };
};

/** The files of the splits. */
interface TableFiles {
  readonly train: string;
  readonly validation?: string | undefined;
  readonly test?: string | undefined;
}

/**
 * Loads a data set from a table: a `.csv`, `.tsv`, `.jsonl`, `.ndjson` or `.parquet` file, or a folder with a table for each split, `train.csv`,
 * `test.csv` and perhaps `validation.csv`. See `tableDataset` for what becomes of its columns, and for the test split of a single file.
 *
 * @throws DumError 'bad-input' for what `parseCsv`, `parseJsonLines`, `parseParquet` and `tableDataset` refuse, and for a missing file; 'storage' when the
 * disk fails.
 *
 * @example
 * const wine = await loadTable('wine.csv', { label: 'quality' });
 */
export const loadTable = async (path: string, options: TableDatasetOptions = {}): Promise<TableDataset> => {
  requireOptions(who, { path }, { path: pathKind });
  const { train, validation, test }: TableFiles = isTableFile(path) ? { train: path } : await requireTables(path);
  const tables = {
    train: await readTable(train),
    ...(validation === undefined ? {} : { validation: await readTable(validation) }),
    ...(test === undefined ? {} : { test: await readTable(test) }),
  };
  return tableDataset(tables, { name: basename(resolve(path), extname(path)), ...options });
};

const readTable = async (file: string): Promise<Table> =>
  parsers[extname(file).toLowerCase()]!(await readWholeFile(file, { who }), basename(file));

const requireTables = async (folder: string): Promise<TableFiles> => {
  const found = await tablesIn(folder);
  if (found !== undefined) return found;
  throw new DumError(
    'bad-input',
    `${who}: "${folder}" is no table; expected a file ending in ${tableEndings.join(', ')}, or a folder with train${tableEndings[0]!}`,
  );
};
