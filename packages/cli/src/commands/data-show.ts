import type { Command } from 'commander';
import { type Dataset, featureNames, type Split } from '@dum/datasets';
import { addColumnOptions, addPictureOptions, type DataOptions } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData } from '../data/load-data.js';
import type { RunCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { formatTable } from '../text/format-table.js';

interface ShowOptions extends SharedOptions, Omit<DataOptions, 'dataset'> {}

const explanation = `
For a table it shows what becomes of each column: numbers are standardized, texts become a feature for
each category. Commands with --dataset read the same samples, held-out ones included.

Examples:
  dum data show wine.csv
  dum data show wine.csv --label quality --ignore id
  dum data show photos --image-size 96`;

/** The samples and the values that are shown. */
const [shownSamples, shownValues] = [10, 6];

/** `dum data show`: shows how data are read. */
export const defineDataShow = (data: Command, run: RunCommand): void => {
  const command = data
    .command('show')
    .summary('show how a table, an archive or a folder is read')
    .description('Shows how data are read: samples, classes and splits, the columns of a table, and the first ten samples.')
    .argument('<data>', 'what --dataset takes: a table, an .npz file, a folder, or the name of a data set');
  addPictureOptions(command);
  addColumnOptions(command);
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((dataset: string, options: ShowOptions) =>
    run('data show', options, (session) => showData(session, { dataset, ...options })),
  );
};

const showData = async (session: Session, options: DataOptions & SharedOptions): Promise<number> => {
  const data = await loadData(session, options);
  const first = await firstSamples(data);
  const { name, sampleShape, range, classNames, preparation } = data;
  const counts = Object.fromEntries(splitsOf(data).map(({ role, count }) => [role, count]));
  session.printResult({ name, sampleShape, range, classNames, counts, ...(preparation === undefined ? {} : { preparation }), first }, () =>
    [summaryOf(data), classTable(data), ...(preparation === undefined ? [] : [columnTable(preparation)]), sampleTable(data, first)].join(
      '\n\n',
    ),
  );
  return 0;
};

const splitsOf = ({ train, validation, test }: Dataset): Split[] => [train, ...(validation === undefined ? [] : [validation]), test];

interface ShownSample {
  readonly className: string;
  readonly values: readonly number[];
}

const firstSamples = async ({ train, classNames }: Dataset): Promise<ShownSample[]> => {
  const count = Math.min(shownSamples, train.count);
  const rows = (await train.source.rows(Uint32Array.from({ length: count }, (_, at) => at))) as Float32Array;
  const size = rows.length / count;
  return Array.from({ length: count }, (_, at) => ({
    className: classNames[train.y[at]!]!,
    values: [...rows.subarray(at * size, at * size + Math.min(size, shownValues))],
  }));
};

const summaryOf = (data: Dataset): string => {
  const { name, sampleShape, range } = data;
  const parts = splitsOf(data).map(({ role, count }) => `${count} ${role === 'train' ? 'training' : role}`);
  const what = data.preparation === undefined ? `samples of shape [${sampleShape.join(', ')}]` : `samples of ${sampleShape[0]} features`;
  return `${name}: ${parts.join(', ')} ${what}, values in [${range.map(rounded).join(', ')}]`;
};

const rounded = (value: number): string => `${Number(value.toPrecision(4))}`;

/** The most classes that are shown. */
const mostClasses = 20;

const classTable = (data: Dataset): string => {
  const splits = splitsOf(data);
  const counts = splits.map(({ y }) => {
    const ofSplit = new Uint32Array(data.classNames.length);
    for (const label of y) ofSplit[label]!++;
    return ofSplit;
  });
  const rows = data.classNames
    .slice(0, mostClasses)
    .map((className, label) => [className, ...counts.map((ofSplit) => `${ofSplit[label]}`)]);
  const more = data.classNames.length - rows.length;
  const table = formatTable([{ title: 'class' }, ...splits.map(({ role }) => ({ title: role }))], rows);
  return more === 0 ? table : `${table}\n… and ${more} more classes`;
};

const columnTable = ({ label, columns }: NonNullable<Dataset['preparation']>): string =>
  formatTable(
    [{ title: 'column' }, { title: 'read as' }, { title: 'features' }],
    [
      ...columns.map((column) =>
        column.kind === 'number'
          ? [column.name, `number, mean ${rounded(column.mean)}, deviation ${rounded(column.deviation)}`, '1']
          : [column.name, `one of ${column.categories.length}: ${firstOf(column.categories)}`, `${column.categories.length}`],
      ),
      [label, 'the class', '0'],
    ],
  );

const firstOf = (categories: readonly string[]): string => {
  const text = categories.join(', ');
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
};

/** A title of at most twelve characters. */
const shortTitle = (text: string): string => (text.length <= 12 ? text : `${text.slice(0, 11)}…`);

const sampleTable = ({ sampleShape, preparation }: Dataset, samples: readonly ShownSample[]): string => {
  const size = sampleShape.reduce((product, side) => product * side, 1);
  const shown = Math.min(size, shownValues);
  const names = preparation === undefined ? undefined : featureNames(preparation);
  return formatTable(
    [
      { title: 'class' },
      ...Array.from({ length: shown }, (_, at) => ({
        title: names === undefined ? `${at + 1}` : shortTitle(names[at]!),
        group: size > shown ? `first ${shown} of ${size} values` : 'values',
      })),
    ],
    samples.map(({ className, values }) => [className, ...values.map(rounded)]),
  );
};
