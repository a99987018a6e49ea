import { DumError } from '@dum/errors';
import { featureNames, type TablePreparation } from './preparation.js';
import { readColumn } from './read-columns.js';
import type { Table } from './table.js';

/** The samples of some rows of a table, `[rows, features]`, row-major. Refuses a text in a column of numbers; an unknown category is no one. */
export const samplesOf = (who: string, table: Table, { columns }: TablePreparation, rows: ArrayLike<number>): Float32Array => {
  const width = featureNames({ columns }).length;
  const samples = new Float32Array(rows.length * width);
  let place = 0;
  for (const column of columns) {
    const read = readColumn(who, table, column.name, { asTexts: column.kind === 'category' });
    if (column.kind === 'number') {
      if (read.kind !== 'number')
        throw new DumError(
          'bad-input',
          `${who}: ${firstText(table, column.name)}; expected numbers, as in the rows that the network was trained on`,
        );
      const scale = column.deviation === 0 ? 0 : 1 / column.deviation;
      for (let at = 0; at < rows.length; at++) samples[at * width + place] = (read.values[rows[at]!]! - column.mean) * scale;
      place++;
    } else {
      const places = new Map(column.categories.map((category, at) => [category, at]));
      for (let at = 0; at < rows.length; at++) {
        const category = places.get(String(read.values[rows[at]!]));
        if (category !== undefined) samples[at * width + place + category] = 1;
      }
      place += column.categories.length;
    }
  }
  return samples;
};

const firstText = (table: Table, name: string): string => {
  const place = table.columns.indexOf(name);
  const row = table.rows.findIndex((cells) => !Number.isFinite(Number(cells[place])));
  return `column "${name}" of "${table.name}" has ${JSON.stringify(table.rows[row]![place])} on ${table.counted} ${table.places[row]}`;
};
