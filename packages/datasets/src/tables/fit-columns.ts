import { DumError } from '@dum/errors';
import type { CategoryColumn, NumberColumn } from './preparation.js';
import { readColumn } from './read-columns.js';
import type { Table } from './table.js';

/** The most categories of a column of texts. */
const mostCategories = 256;

/** How columns become features: numbers are standardized over some rows if wanted, texts become a feature for each category of all rows. */
export const fitColumns = (
  who: string,
  table: Table,
  names: readonly string[],
  { rows, standardizes }: { readonly rows: ArrayLike<number>; readonly standardizes: boolean },
): (NumberColumn | CategoryColumn)[] =>
  names.map((name) => {
    const read = readColumn(who, table, name);
    if (read.kind === 'number')
      return { kind: 'number', name, ...(standardizes ? momentsOf(Float64Array.from(rows, (row) => read.values[row]!)) : unchanged) };
    const categories = [...new Set(read.values)].sort();
    if (categories.length > mostCategories)
      throw new DumError(
        'bad-input',
        `${who}: column "${name}" of "${table.name}" has ${categories.length} different texts; expected numbers, or at most ${mostCategories} categories; leave the column out`,
      );
    return { kind: 'category', name, categories };
  });

const unchanged = { mean: 0, deviation: 1 };

const momentsOf = (values: Float64Array): { readonly mean: number; readonly deviation: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
};
