import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { featureNames, parseCsv, parseJsonLines, parseParquet, type Table, tableDataset } from '@dum/datasets';
import { loadDataset, loadTable } from '@dum/datasets/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const fruit = () => parseCsv(fixture('fruit.csv'), { name: 'fruit.csv' });
const csv = (text: string) => parseCsv(text, { name: 'a.csv' });

describe('parseCsv', () => {
  it('reads names, quoted separators, quotes and line breaks, a byte order mark, and empty lines', async () => {
    const table = await csv('\uFEFFname , size\r\n"a, b",1\r\n\r\n"say ""hi""\nthere",2\r\n');
    expect(table).toEqual({
      name: 'a.csv',
      columns: ['name', 'size'],
      rows: [
        ['a, b', '1'],
        ['say "hi"\nthere', '2'],
      ],
      places: [2, 5],
      counted: 'line',
    });
  });

  it.each([',', ';', '\t'])('finds the separator %j', async (mark) => {
    expect((await csv(`a${mark}b\n1,5${mark}2\n`.replace('1,5', mark === ',' ? '1.5' : '1,5'))).columns).toEqual(['a', 'b']);
  });

  it('names columns by number where the first row has numbers', async () => {
    expect(await csv('5.1,3.5,setosa\n4.9,3.0,setosa\n')).toMatchObject({ columns: ['column 1', 'column 2', 'column 3'], places: [1, 2] });
  });

  it('reads what it would write, for any texts', async () => {
    const field = fc.string({ unit: 'grapheme' }).map((text) => `x${text.replaceAll('\r', '')}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = ['a,b', ...rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))].join('\n');
        expect((await csv(text)).rows).toEqual(rows);
      }),
    );
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'parseCsv: "a.csv" is empty'],
    ['names alone', 'a,b\n', 'has names of columns and no row of values'],
    ['rows of different lengths', 'a,b\n1,2\n1,2,3\n', 'has 3 fields on line 3 and 2 before'],
    ['an open quote', 'a,b\n1,"2\n', 'has an open quote from line 2 on'],
    ['a name twice', 'a,a\n1,2\n', 'has two columns named "a"'],
  ])('refuses %s', async (_, text, expected) => {
    expect(await refusal(() => csv(text))).toContain(expected);
  });
});

describe('parseJsonLines', () => {
  it('reads objects, whose members may have any order or be left out', () => {
    expect(parseJsonLines('{"a":1,"b":"x"}\n\n{"b":null}\n{"c":true,"a":2}', { name: 'a.jsonl' })).toEqual({
      name: 'a.jsonl',
      columns: ['a', 'b', 'c'],
      rows: [
        [1, 'x', null],
        [null, null, null],
        [2, null, true],
      ],
      places: [1, 3, 4],
      counted: 'line',
    });
  });

  it.each<[string, string, string]>([
    ['nothing', '\n', 'is empty; expected an object on each line'],
    ['what is not JSON', '{"a":1}\n{a:2}', 'is not JSON on line 2'],
    ['a list', '[1,2]', 'has [1,2] on line 1; expected an object'],
    ['a list in a member', '{"a":1,"tokens":[1,2]}', 'has a list in "tokens" on line 1'],
  ])('refuses %s', async (_, text, expected) => {
    expect(await refusal(() => parseJsonLines(text, { name: 'a.jsonl' }))).toContain(expected);
  });
});

describe('parseParquet', () => {
  const bytes = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));

  it.each(['plain', 'snappy', 'zstd'])('reads what pandas writes, %s', async (kind) => {
    const { columns, rows, counted, places } = await parseParquet(bytes(`${kind}.parquet`), { name: 'a.parquet' });
    expect([columns, counted, places]).toEqual([['size', 'count', 'ripe', 'day', 'kind'], 'row', [1, 2, 3]]);
    expect(rows).toEqual([
      [7.1, 3, true, '2026-01-02T00:00:00.000Z', 'apple'],
      [6.8, 2, false, '2026-01-03T00:00:00.000Z', 'pear'],
      [null, 9, true, '2026-01-04T00:00:00.000Z', 'apple'],
    ]);
  });

  it('refuses other files, cut ones, and lists', async () => {
    const plain = bytes('plain.parquet');
    for (const other of [new Uint8Array(0), new TextEncoder().encode('a,b\n1,2\n'), plain.subarray(0, plain.length - 30)])
      expect(await refusal(() => parseParquet(other, { name: 'a.parquet' }))).toContain(`"a.parquet" can't be read as Parquet`);
    expect(await refusal(() => parseParquet(bytes('lists.parquet'), { name: 'a.parquet' }))).toContain(
      'has a list, a record or bytes in "tokens" in row 1; expected a number or a text',
    );
  });
});

describe('tableDataset', () => {
  const whole = async (): Promise<Table> => fruit();

  it("prepares rows as scikit-learn's StandardScaler and OneHotEncoder do", async () => {
    const table = await whole();
    const { train, preparation, classNames } = tableDataset({ train: table, test: table });
    const { samples } = JSON.parse(fixture('fruit-prepared.json')) as { samples: number[][] };
    expect(featureNames(preparation)).toEqual([
      'size',
      'colour=dark red',
      'colour=green',
      'colour=red',
      'colour=yellow',
      'sweetness',
      'month',
    ]);
    samples.flat().forEach((value, at) => {
      expect(train.source.values![at]).toBeCloseTo(value, 5);
    });
    expect(train.source.values!.length).toBe(samples.flat().length);
    expect([classNames, [...train.y]]).toEqual([
      ['apple', 'cherry', 'pear, common'],
      [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2],
    ]);
  });

  it('holds out a test split of every class, the same each time, and says so', async () => {
    const [one, again] = [tableDataset({ train: await whole() }), tableDataset({ train: await whole() })];
    expect([one.train.count, one.test.count]).toEqual([9, 2]);
    expect(again.test.source.identity).toBe(one.test.source.identity);
    expect(one.notes).toEqual([
      'the labels of "fruit.csv" are its last column, "kind"; name another as the label if that is wrong',
      '"fruit.csv" has no test split, so 2 of its 11 samples are held out for testing, the same in every run',
    ]);
    expect(tableDataset({ train: await whole() }, { seed: 2 }).test.source.identity).not.toBe(one.test.source.identity);
  });

  it('prepares later rows by an earlier preparation, to the bit, with 0 for unknown categories', async () => {
    const table = await whole();
    const { preparation, train } = tableDataset({ train: table, test: table });
    const rows = [...table.rows.slice(0, 1), ['7.1', 'blue', '3', '12', 'cherry']];
    const later = tableDataset({ train: table, test: { ...table, rows, places: [2, 3] } }, { preparation });
    const width = featureNames(preparation).length;
    expect(later.test.source.values!.subarray(0, width)).toEqual(train.source.values!.subarray(0, width));
    expect([...later.test.source.values!.subarray(width + 1, width + 5)]).toEqual([0, 0, 0, 0]);
    expect([...later.test.y]).toEqual([0, 1]);
  });

  it('takes a label by name, leaves out columns, and leaves numbers unscaled', async () => {
    const { train, preparation, classNames } = tableDataset(
      { train: await whole() },
      { label: 'colour', ignore: ['kind', 'month'], scaling: 'none', name: 'by colour' },
    );
    expect([featureNames(preparation), classNames]).toEqual([
      ['size', 'sweetness'],
      ['dark red', 'green', 'red', 'yellow'],
    ]);
    expect([...train.source.values!.subarray(0, 2)]).toEqual([Math.fround(7.1), 3]);
  });

  it('orders classes that are numbers by size', async () => {
    const { classNames } = tableDataset({ train: await csv('x,y\n1,10\n2,9\n3,10\n4,9\n') }, { test: 0.5 });
    expect(classNames).toEqual(['9', '10']);
  });

  it.each<[string, string, object, string]>([
    ['missing values', 'x,y\n1,a\n,b\n3,a\nNA,b\n', {}, 'column "x" of "a.csv" has no value on lines 3, 5; fill them in'],
    ['a missing label', 'x,y\n1,a\n2,\n', {}, 'column "y" of "a.csv" has no value on line 3'],
    [
      'an unknown label',
      'x,class\n1,a\n2,b\n',
      { label: 'clas' },
      'label is "clas", and "a.csv" has no such column; did you mean "class"?',
    ],
    ['an unknown column', 'x,y\n1,a\n2,b\n', { ignore: ['z'] }, 'a column of ignore is "z"'],
    ['no input', 'y\na\nb\n', {}, 'has no column but the label "y"'],
    ['a regression', 'x,y\n1,0.5\n2,1\n', {}, 'has numbers such as 0.5, as for a regression'],
    [
      'identifiers as labels',
      `x,y\n${Array.from({ length: 30 }, (_, row) => `1,${row}\n`).join('')}`,
      {},
      'has 30 different numbers in 30 rows, as measurements or identifiers have',
    ],
    [
      'free text',
      `t,y\n${Array.from({ length: 300 }, (_, row) => `text ${row},a\n`).join('')}`,
      {},
      'column "t" of "a.csv" has 300 different texts; expected numbers, or at most 256 categories',
    ],
    ['an unknown option', 'x,y\n1,a\n2,b\n', { labels: 'y' }, 'no option is called "labels"; did you mean "label"?'],
    ['another scaling', 'x,y\n1,a\n2,b\n', { scaling: 'minmax' }, 'scaling is "minmax"'],
    ['too few rows', 'x,y\n1,a\n2,b\n', {}, '"a.csv" has 2 samples in 2 classes, of which 1 would be for testing; expected at most 0'],
  ])('refuses %s', async (_, text, options, expected) => {
    const table = await csv(text);
    expect(await refusal(() => tableDataset({ train: table }, options))).toContain(expected);
  });

  it('refuses tables whose columns differ, a text among numbers, and a class that it does not know', async () => {
    const train = await csv('x,y\n1,a\n2,b\n3,a\n');
    expect(await refusal(async () => tableDataset({ train, test: await csv('z,y\n1,a\n') }))).toContain('has no column "x"');
    const { preparation } = tableDataset({ train, test: train });
    const refused = (text: string) => refusal(async () => tableDataset({ train, test: await csv(text) }, { preparation }));
    expect(await refused('x,y\n1,a\nlow,b\n')).toContain('column "x" of "a.csv" has "low" on line 3; expected numbers');
    expect(await refused('x,y\n1,c\n')).toContain('has "c" on line 2; expected one of a, b');
    expect(await refusal(() => tableDataset({ train }, { preparation, label: 'x' }))).toContain(
      'label is "x"; the preparation has the label "y"',
    );
  });
});

describe('loadTable', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dum-tables-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('reads the same samples from CSV, TSV and JSON lines, and is what loadDataset takes', async () => {
    const text = fixture('fruit.csv');
    const { columns, rows } = await fruit();
    const tsv = write('fruit.tsv', [columns, ...rows].map((row) => row.join('\t')).join('\n'));
    const asNumbers = ([size, colour, sweetness, month, kind]: readonly unknown[]) => ({
      ...{ size: Number(size), colour, sweetness: Number(sweetness), month: Number(month), kind },
    });
    const lines = write('fruit.jsonl', rows.map((row) => JSON.stringify(asNumbers(row))).join('\n'));
    const { train, name } = await loadTable(write('fruit.csv', text));
    expect(name).toBe('fruit');
    for (const file of [tsv, lines]) expect((await loadTable(file)).train.source.identity).toBe(train.source.identity);
    const limited = await loadDataset(lines, { limit: 3, table: { label: 'kind' } });
    expect([limited.train.count, limited.notes!.length]).toEqual([3, 1]);
  });

  it('takes a folder with a table for each split', async () => {
    const text = fixture('fruit.csv');
    const place = mkdtempSync(join(tmpdir(), 'dum-splits-'));
    for (const name of ['train.csv', 'test.csv', 'val.csv']) writeFileSync(join(place, name), text);
    const { train, validation, test } = await loadDataset(place);
    expect([train.count, validation!.count, test.count]).toEqual([11, 11, 11]);
  });

  it('refuses a folder without tables, and columns or pixels of what has none', async () => {
    const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
    expect(await refusal(() => loadTable(join(fixtures, 'none')))).toContain(
      'is no table; expected a file ending in .csv, .tsv, .jsonl, .ndjson, .parquet',
    );
    expect(await refusal(() => loadDataset('mnist', { table: { label: 'x' } }))).toContain('"mnist" is not a table');
    const file = write('pixels.csv', 'x,y\n1,a\n2,b\n');
    expect(await refusal(() => loadDataset(file, { pixelRange: [0, 1] }))).toContain('which has no pixels');
    expect(await refusal(() => loadTable(join(folder, 'absent.csv')))).toContain('there is no such file');
  });
});
