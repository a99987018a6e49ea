import { DumError, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import type { Named } from '../sources/idx.js';
import type { Cell, Table } from './table.js';

/**
 * Reads the rows of a Parquet file, of any compression.
 *
 * Whole numbers of 64 bits become numbers, dates become texts, and null is a missing value.
 *
 * @throws DumError 'bad-input' for a file that is damaged or no Parquet file, one without rows, and naming the row for whole numbers that a
 * number can't hold and for a column of lists, records or bytes.
 *
 * @example
 * const { columns, rows } = await parseParquet(bytes, { name: 'fruit.parquet' });
 */
export const parseParquet = async (bytes: Uint8Array, options: Named): Promise<Table> => {
  requireOptions('parseParquet', { options }, { options: namedKind });
  const { name } = options;
  const refuse = (message: string, cause?: unknown): never => {
    throw new DumError('bad-input', `parseParquet: "${name}" ${message}`, cause === undefined ? {} : { cause });
  };
  if (!(bytes instanceof Uint8Array)) return refuse('is not a Uint8Array');
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  const file = Uint8Array.from(bytes).buffer;
  const objects = await parquetReadObjects({ file, compressors }).catch((error: unknown) =>
    refuse(`can't be read as Parquet: ${(error as Error).message}`, error),
  );
  const [first] = objects;
  if (first === undefined) return refuse('has no rows');
  const columns = Object.keys(first);
  const cellOf = (value: unknown, column: string, row: number): Cell => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (isDate(value)) return value.toISOString();
    if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
    return refuse(
      `has ${typeof value === 'bigint' ? value : 'a list, a record or bytes'} in "${column}" in row ${row + 1}; expected a number or a text`,
    );
  };
  return {
    ...{ name, columns, counted: 'row' },
    rows: objects.map((object, row) => columns.map((column) => cellOf(object[column], column, row))),
    places: objects.map((_, row) => row + 1),
  };
};

const isDate = (value: unknown): value is { readonly toISOString: () => string } =>
  Object.prototype.toString.call(value) === '[object Date]';
