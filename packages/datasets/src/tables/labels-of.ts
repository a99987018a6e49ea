import { DumError } from '@dum/errors';
import { checkedClassNames } from '../_class-names.js';
import { mostClasses } from '../labels.js';
import { readColumn } from './read-columns.js';
import type { Table } from './table.js';

/** The share of rows above which different whole numbers are measurements or identifiers instead of classes, if they are many. */
const [mostShare, many] = [0.2, 20];

/** The classes of a label column: its different values, whole numbers by size and texts by their characters. */
export const classesOf = (who: string, table: Table, label: string): readonly string[] => {
  const { kind, values } = readColumn(who, table, label);
  const refuse = (found: string): never => {
    throw new DumError(
      'bad-input',
      `${who}: the label column "${label}" of "${table.name}" has ${found}; expected classes, as whole numbers or texts; name another column as the label`,
    );
  };
  if (kind === 'category') return checkedClassNames(who, [...new Set(values)].sort());
  const different = [...new Set(values)].sort((a, b) => a - b);
  const fraction = different.find((value) => !Number.isInteger(value));
  if (fraction !== undefined) refuse(`numbers such as ${fraction}, as for a regression`);
  if (different.length > many && different.length > mostShare * values.length)
    refuse(`${different.length} different numbers in ${values.length} rows, as measurements or identifiers have`);
  if (different.length > mostClasses) refuse(`${different.length} different numbers`);
  return different.map(String);
};

/** The class index of each row. Refuses a label that is not a class. */
export const labelsOf = (who: string, table: Table, label: string, classNames: readonly string[]): Uint16Array => {
  const { kind, values } = readColumn(who, table, label);
  const places = new Map(classNames.map((name, at) => [name, at]));
  return Uint16Array.from(values as ArrayLike<number | string>, (value, row) => {
    const place = places.get(String(value));
    if (place !== undefined) return place;
    throw new DumError(
      'bad-input',
      `${who}: the label column "${label}" of "${table.name}" has ${kind === 'number' ? value : JSON.stringify(value)} on ${table.counted} ${table.places[row]}; expected one of ${classNames.join(', ')}`,
    );
  });
};
