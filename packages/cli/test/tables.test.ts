import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inputOf } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);

/** Fruit of two kinds, told apart by size and colour; numbers of rows mean nothing. */
const fruit = Array.from({ length: 120 }, (_, row) => {
  const isApple = row % 3 === 0;
  const [size, colour] = isApple ? [7 + (row % 5) / 10, 'red'] : [3 + (row % 7) / 10, row % 2 === 0 ? 'yellow' : 'red'];
  return [row, size, colour, isApple ? 'apple' : 'lemon'] as const;
});

const write = (name: string, rows: readonly (readonly unknown[])[] = fruit) => {
  writeFileSync(at(name), ['id,size,colour,kind', ...rows.map((row) => row.join(','))].join('\n'));
  return at(name);
};

const train = (out: string, ...more: readonly string[]) =>
  runDum('train', '--dataset', at('fruit.csv'), '--network', 'mlp:12', '--epochs', '60', '--batch-size', '16', '--out', at(out), ...more);

describe('a table', () => {
  beforeAll(async () => {
    write('fruit.csv');
    const { code, stderr } = await train('network', '--ignore', 'id');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('the labels of "fruit.csv" are its last column, "kind"');
    expect(stderr).toContain('24 of its 120 samples are held out for testing');
  });

  it('is prepared alike from training to what was extracted', async () => {
    expect(inputOf(await loadNetwork(at('network')))).toMatchObject({
      shape: [3],
      table: { label: 'kind', classNames: ['apple', 'lemon'] },
    });
    const shared = ['--network', at('network'), '--dataset', at('fruit.csv')];
    const whole = await runDum('evaluate', ...shared, '--json');
    expect(JSON.parse(whole.stdout)).toMatchObject({ samples: 24, network: [{ metrics: { accuracy: 1 } }, {}, {}] });
    const found = await runDum('discover', ...shared, '--tasks', 'apple', '--epochs', '20', '--out', at('found'));
    expect(found.code, found.stderr).toBe(0);
    const masks = ['--masks', at('found', 'masks.json')];
    const cut = await runDum('extract', ...shared, ...masks, '--task', 'apple', '--out', at('apple'));
    expect(cut.code, cut.stderr).toBe(0);
    const extracted = await runDum('evaluate', '--network', at('apple'), '--dataset', at('fruit.csv'), '--json');
    expect(extracted.code, extracted.stderr).toBe(0);
    const measured = await runDum('evaluate', ...shared, ...masks, '--json');
    const accuracyOf = (stdout: string, rows: 'network' | 'tasks') =>
      (JSON.parse(stdout) as Record<typeof rows, { metrics: { accuracy: number } }[]>)[rows][0]!.metrics.accuracy;
    expect(accuracyOf(extracted.stdout, 'network')).toBe(accuracyOf(measured.stdout, 'tasks'));
  });

  it('with other rows is prepared by what the network keeps', async () => {
    const scaled = write('other.csv', fruit.slice(0, 40));
    const { code, stderr, stdout } = await runDum('evaluate', '--network', at('network'), '--dataset', scaled, '--json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ samples: 8, network: [{ metrics: { accuracy: 1 } }, {}, {}] });
    const unknown = write(
      'unknown.csv',
      fruit.map(([id, size, colour]) => [id, size, colour, id % 2 === 0 ? 'plum' : 'fig']),
    );
    expect((await runDum('evaluate', '--network', at('network'), '--dataset', unknown)).stderr).toContain(
      'the label column "kind" of "unknown.csv" has "plum" on line 2; expected one of apple, lemon',
    );
  });

  it('is shown, with what becomes of its columns', async () => {
    const { stdout } = await runDum('data', 'show', at('fruit.csv'), '--label', 'colour', '--limit', '50');
    expect(stdout).toContain('fruit: 50 training, 24 test samples of 4 features');
    expect(stdout).toMatch(/^kind +one of 2: apple, lemon +2$/m);
    expect(stdout).toMatch(/^colour +the class +0$/m);
    const json = await runDum('data', 'show', at('fruit.csv'), '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ classNames: ['apple', 'lemon'], counts: { train: 96, test: 24 } });
  });

  it.each<[string, readonly string[], string]>([
    [
      '--label of data without columns',
      ['data', 'show', 'mnist', '--label', 'x'],
      '--label is x; "mnist" is not a table, so it has no columns',
    ],
    ['a missing column', ['data', 'show', at('fruit.csv'), '--label', 'kin'], 'has no such column; did you mean "kind"?'],
    [
      'other columns than those of the network',
      ['evaluate', '--network', at('network'), '--dataset', at('fruit.csv'), '--ignore', 'size'],
      '--ignore is size; the network was trained with the label "kind" and keeps how its columns are prepared; leave it out',
    ],
    ['pixels of a table', ['data', 'show', at('fruit.csv'), '--pixel-range', '0-1'], 'is a table, which has no pixels'],
  ])('refuses %s', async (_, argv, expected) => {
    const { code, stderr } = await runDum(...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });
});
