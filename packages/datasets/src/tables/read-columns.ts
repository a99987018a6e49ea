import { DumError } from '@dum/errors';
import { asNumber } from './as-number.js';
import type { Cell, Table } from './table.js';

/** The values of a column: all numbers, or all texts. */
export type ColumnValues =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'category'; readonly values: readonly string[] };

/** The most lines that a message names. */
const mostNamed = 3;

/** The values of a column of a table; numbers if every cell is one or, unless `asTexts`, spells one. Refuses missing values. */
export const readColumn = (who: string, table: Table, column: string, { asTexts = false } = {}): ColumnValues => {
  const cells = cellsOf(table, table.columns.indexOf(column));
  const absent = [...cells.keys()].filter((row) => cells[row] === null);
  if (absent.length > 0) {
    const named = absent.slice(0, mostNamed).map((row) => table.places[row]);
    const more = absent.length > mostNamed ? ` and ${absent.length - mostNamed} more` : '';
    throw new DumError(
      'bad-input',
      `${who}: column "${column}" of "${table.name}" has no value on ${table.counted}${absent.length === 1 ? '' : 's'} ${named.join(', ')}${more}; fill them in, remove these rows, or leave the column out`,
    );
  }
  const numbers = asTexts
    ? []
    : cells.map((cell) => (typeof cell === 'number' ? cell : typeof cell === 'string' ? asNumber(cell) : undefined));
  if (!asTexts && numbers.every((value) => value !== undefined)) return { kind: 'number', values: Float64Array.from(numbers) };
  return { kind: 'category', values: cells.map(String) };
};

const cellsOf = ({ rows }: Table, place: number): Cell[] => rows.map((row) => row[place]!);
