import { DumError, filledText, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import type { Named } from '../sources/idx.js';
import { asNumber } from './as-number.js';
import type { Table } from './table.js';

/** Options of {@link parseCsv}. */
export interface ParseCsvOptions extends Named {
  /** What separates the fields of a row; by default what occurs most in the first line of comma, semicolon and tab. */
  readonly delimiter?: string;
}

/** Fields that stand for a missing value. */
const missing = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'NULL', 'null', 'None', '?']);

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads the rows of a CSV or TSV text: quoted fields, with separators and line breaks in them, a byte order mark, and empty lines are
 * handled.
 *
 * The first row names the columns, unless one of its fields is a number: then they are `column 1`, `column 2`, … Fields that are empty or
 * NA, N/A, NaN, null, None or ? are missing values. All others are texts.
 *
 * @throws DumError 'bad-input' naming the line for rows of different lengths, an open quote and a name that two columns have; and for a text
 * without rows.
 *
 * @example
 * const { columns, rows } = await parseCsv('size,colour\n3,red\n', { name: 'fruit.csv' });
 */
export const parseCsv = async (text: string, options: ParseCsvOptions): Promise<Table> => {
  requireOptions('parseCsv', { options }, { options: namedKind });
  const { name, delimiter = likelyDelimiter(text) } = options;
  requireOptions('parseCsv', { delimiter }, { delimiter: filledText('one character, such as ";"') });
  const refuse = (message: string, cause?: unknown): never => {
    throw new DumError('bad-input', `parseCsv: "${name}" ${message}`, cause === undefined ? {} : { cause });
  };
  const { CsvError, parse } = await import('csv-parse/browser/esm/sync');
  const all = ((): readonly Row[] => {
    try {
      return parse(text, { bom: true, delimiter, info: true, skip_empty_lines: true, trim: true }) as unknown as Row[];
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return refuse(messageOf(error), error);
    }
  })();
  const [first] = all;
  if (first === undefined) return refuse('is empty; expected a row of names and rows of values');
  const hasNames = !first.record.some((field) => asNumber(field) !== undefined);
  const columns = hasNames ? first.record : first.record.map((_, at) => `column ${at + 1}`);
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice !== undefined) refuse(`has two columns named "${twice}"; expected a different name for each`);
  const rows = hasNames ? all.slice(1) : all;
  if (rows.length === 0) refuse('has names of columns and no row of values');
  return {
    name,
    columns,
    rows: rows.map(({ record }) => record.map((field) => (missing.has(field) ? null : field))),
    places: rows.map(({ info }) => info.lines),
    counted: 'line',
  };
};

const likelyDelimiter = (text: string): string => {
  const end = text.search(/\r|\n/);
  const first = end < 0 ? text : text.slice(0, end);
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).mark;
};

interface Problem {
  readonly code: string;
  readonly lines?: number;
  readonly record?: readonly string[];
  readonly message: string;
}

const messageOf = ({ code, lines, message }: Problem): string => {
  const [, expected, found] = /expect (\d+), got (\d+)/.exec(message) ?? [];
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH')
    return `has ${found} fields on line ${lines} and ${expected} before; expected as many in every row, with quotes around a field that has the separator in it`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `has an open quote from line ${lines} on; expected a second one`;
  return `can't be read: ${message}`;
};
