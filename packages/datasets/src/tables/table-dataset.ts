import { DumError, nearest, objectWith, oneOf, optional, requireKnownOptions, requireOptions } from '@dum/errors';
import { holdOutTest } from '../_held-out-split.js';
import { rangeOf } from '../_range-of.js';
import { checkedSplit } from '../create-split.js';
import type { Dataset } from '../dataset.js';
import { limited } from '../sources/limited.js';
import type { Role, Split } from '../split.js';
import { fitColumns } from './fit-columns.js';
import { classesOf, labelsOf } from './labels-of.js';
import { featureNames, type TablePreparation } from './preparation.js';
import { samplesOf } from './samples-of.js';
import type { Table } from './table.js';

const who = 'tableDataset';

/** The tables of a data set's splits. */
export interface DatasetTables {
  readonly train: Table;
  readonly validation?: Table | undefined;
  /** By default a stratified share of the rows of `train`. */
  readonly test?: Table | undefined;
}

/** Options of {@link tableDataset}. */
export interface TableDatasetOptions {
  /** The name of the data set; by default that of the training table without its ending. */
  readonly name?: string;
  /** The column of the labels; by default the last. */
  readonly label?: string;
  /** Columns to leave out, such as identifiers. */
  readonly ignore?: readonly string[];
  /** Whether numbers are standardized over the training rows, or left unchanged (`none`); `standard` by default. */
  readonly scaling?: 'standard' | 'none';
  /** How rows become samples, as an earlier data set or a network has it; by default it is fitted to the training rows. */
  readonly preparation?: TablePreparation;
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The share of the rows that become the test split if there is no table for it; 0.2 by default. */
  readonly test?: number;
  /** The seed that chooses them; 1 by default. */
  readonly seed?: number;
}

/** A data set of a table, with what its features are and how they were prepared. */
export interface TableDataset extends Dataset {
  readonly preparation: TablePreparation;
}

/**
 * Creates a data set from tables, such as `parseCsv` reads them.
 *
 * A column of numbers is a feature, standardized: (v − mean) / deviation over the training rows. A column with any text is categorical: a
 * feature for each category, 1 or 0. The label column has texts or whole numbers; its different values are the classes. Without a test
 * table, a stratified share of the rows becomes the test split, the same for every run. Samples are `[features]`.
 *
 * `preparation` in the result says how rows became samples. With it, later rows are prepared alike: a category that it does not know is 0 in
 * all features of its column.
 *
 * @throws DumError 'bad-input' for an unknown column, missing values (their lines are named), columns that differ between tables, a column of
 * more than 256 categories, labels that look like measurements, and a label that `preparation` does not know.
 *
 * @example
 * const wine = tableDataset({ train: await parseCsv(text, { name: 'wine.csv' }) }, { label: 'quality' });
 */
export const tableDataset = (tables: DatasetTables, options: TableDatasetOptions = {}): TableDataset => {
  requireOptions(
    who,
    { tables },
    { tables: objectWith('an object with a table, such as { train: await parseCsv(text, { name }) }', ['train']) },
  );
  requireKnownOptions(who, options, ['name', 'label', 'ignore', 'scaling', 'preparation', 'limit', 'test', 'seed']);
  requireOptions(who, options, { scaling: optional(oneOf(['standard', 'none'])) });
  const { train } = tables;
  const { name = train.name.replace(/\.[^.]+$/, ''), limit, test: share, seed } = options;
  const label = labelColumn(train, options);
  const inputs = inputColumns(train, label, options);
  const given = [train, tables.validation, tables.test].filter((table) => table !== undefined);
  for (const table of given) requireColumns(table, [...inputs, label]);
  const classNames = options.preparation?.classNames ?? classesOf(who, together(given, label), label);
  const y = labelsOf(who, train, label, classNames);
  const cut =
    tables.test === undefined
      ? holdOutTest(who, train.name, y, { share, seed })
      : { train: Uint32Array.from(y.keys()), test: undefined, note: undefined };
  const preparation = options.preparation ?? {
    label,
    classNames,
    columns: fitColumns(who, train, inputs, { rows: cut.train, standardizes: options.scaling !== 'none' }),
  };
  const sampleShape = [featureNames(preparation).length];
  const splitOf = <R extends Role>(role: R, table: Table, all: Uint32Array): Split<R> => {
    const rows = all.slice(0, limited(who, all.length, limit));
    const labels = table === train ? y : labelsOf(who, table, label, classNames);
    const x = samplesOf(who, table, preparation, rows);
    return checkedSplit(`${who}: "${table.name}"`, role, {
      x,
      y: Uint16Array.from(rows, (row) => labels[row]!),
      sampleShape,
      classCount: classNames.length,
    });
  };
  const allOf = (table: Table) => Uint32Array.from(table.rows.keys());
  const training = splitOf('train', train, cut.train);
  return {
    ...{ name, sampleShape, classNames, preparation, train: training, range: rangeOf([training]) },
    ...(tables.validation === undefined ? {} : { validation: splitOf('validation', tables.validation, allOf(tables.validation)) }),
    test: tables.test === undefined ? splitOf('test', train, cut.test!) : splitOf('test', tables.test, allOf(tables.test)),
    notes: [...notesOn(label, train, options), ...(cut.note === undefined ? [] : [cut.note])],
  };
};

type Columns = Pick<TableDatasetOptions, 'label' | 'ignore' | 'preparation'>;

/** The column of that name. Refuses a name that no column has. */
const requireColumn = ({ name, columns }: Table, column: string, what: string): string => {
  if (columns.includes(column)) return column;
  const guess = nearest(column, columns);
  throw new DumError(
    'bad-input',
    `${who}: ${what} is "${column}", and "${name}" has no such column${guess === undefined ? '' : `; did you mean "${guess}"?`} It has ${columns.join(', ')}`,
  );
};

const labelColumn = (table: Table, { label, preparation }: Columns): string => {
  if (label !== undefined) requireColumn(table, label, 'label');
  if (preparation !== undefined && label !== undefined && label !== preparation.label)
    throw new DumError(
      'bad-input',
      `${who}: label is "${label}"; the preparation has the label "${preparation.label}"; leave one of them out`,
    );
  return preparation?.label ?? label ?? table.columns.at(-1)!;
};

const inputColumns = (table: Table, label: string, { ignore = [], preparation }: Columns): readonly string[] => {
  if (preparation !== undefined) return preparation.columns.map(({ name }) => name);
  for (const column of ignore) requireColumn(table, column, 'a column of ignore');
  const inputs = table.columns.filter((column) => column !== label && !ignore.includes(column));
  if (inputs.length === 0)
    throw new DumError('bad-input', `${who}: "${table.name}" has no column but the label "${label}"; expected at least one input`);
  return inputs;
};

const requireColumns = (table: Table, columns: readonly string[]): void => {
  const absent = columns.find((column) => !table.columns.includes(column));
  if (absent === undefined) return;
  throw new DumError('bad-input', `${who}: "${table.name}" has no column "${absent}"; expected ${columns.join(', ')}`);
};

/** The label columns of all tables, as one. */
const together = (tables: readonly Table[], label: string): Table => ({
  name: tables[0]!.name,
  columns: [label],
  rows: tables.flatMap(({ columns, rows }) => rows.map((row) => [row[columns.indexOf(label)]!])),
  places: tables.flatMap(({ places }) => places),
  counted: tables[0]!.counted,
});

const notesOn = (label: string, { name }: Table, { label: given, preparation }: Columns): string[] =>
  given === undefined && preparation === undefined
    ? [`the labels of "${name}" are its last column, "${label}"; name another as the label if that is wrong`]
    : [];
