import { DumError, requireOptions } from '@dum/errors';
import { namedKind } from '../_argument-kinds.js';
import type { Named } from '../sources/idx.js';
import type { Cell, Table } from './table.js';

/**
 * Reads the rows of a text of JSON lines: each line is an object whose members are the columns, in any order.
 *
 * Null and members that are left out are missing values. The columns have the order in which the members first come.
 *
 * @throws DumError 'bad-input' naming the line for what is not JSON, not an object, or has a member that is a list or an object; and for a
 * text without rows.
 *
 * @example
 * const { columns, rows } = parseJsonLines('{"size":3,"colour":"red"}\n', { name: 'fruit.jsonl' });
 */
export const parseJsonLines = (text: string, options: Named): Table => {
  requireOptions('parseJsonLines', { options }, { options: namedKind });
  const { name } = options;
  const refuse = (message: string, cause?: unknown): never => {
    throw new DumError('bad-input', `parseJsonLines: "${name}" ${message}`, cause === undefined ? {} : { cause });
  };
  const objectOf = (line: string, at: number): Readonly<Record<string, unknown>> => {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return refuse(`has ${line.slice(0, 40)} on line ${at}; expected an object, such as {"size": 3, "colour": "red"}`);
      return value as Readonly<Record<string, unknown>>;
    } catch (error) {
      if (error instanceof DumError) throw error;
      return refuse(`is not JSON on line ${at}: ${(error as Error).message}; expected an object on each line`, error);
    }
  };
  const columnOf = new Map<string, number>();
  const places: number[] = [];
  const found: Cell[][] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const row: Cell[] = [];
    for (const [column, value] of Object.entries(objectOf(line, at + 1))) {
      if (typeof value === 'object' && value !== null)
        refuse(
          `has ${Array.isArray(value) ? 'a list' : 'an object'} in "${column}" on line ${at + 1}; expected a number, a text, true, false or null`,
        );
      if (!columnOf.has(column)) columnOf.set(column, columnOf.size);
      row[columnOf.get(column)!] = value as Cell;
    }
    found.push(row);
    places.push(at + 1);
  }
  if (found.length === 0) refuse('is empty; expected an object on each line');
  const columns = [...columnOf.keys()];
  return { name, columns, rows: found.map((row) => columns.map((_, place) => row[place] ?? null)), places, counted: 'line' };
};
