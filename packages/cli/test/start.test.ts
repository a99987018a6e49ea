import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSettings } from '../src/start-settings.js';
import { type Ran, runDum, temporaryFolder } from './_run-dum.js';

// By default a search of 1000 samples takes 425 epochs, for the number of steps.
const short = { ...startSettings.discovery, epochs: 10 };
vi.spyOn(startSettings, 'discovery', 'get').mockReturnValue(short);

const { folder, remove } = temporaryFolder();
afterAll(remove);

interface Accuracies {
  readonly testAccuracy: number;
  readonly balancedAccuracy: number;
}

interface StartSummary {
  readonly seconds: { readonly network: number | null; readonly discovery: number };
  readonly network: { readonly testAccuracy: number };
  readonly tasks: readonly (Accuracies & {
    readonly name: string;
    readonly keptUnits: number;
    readonly keptByLayer: Readonly<Record<string, number>>;
    readonly wholeNetwork: Accuracies;
    readonly randomControl: Accuracies & { readonly draws: number };
  })[];
}

const out = join(folder, 'start');
const start = (...more: string[]) => runDum('start', '--limit', '1000', '--out', out, ...more);
const read = (...names: string[]) => readFileSync(join(out, ...names));
const summary = () => JSON.parse(read('summary.json').toString()) as StartSummary;

let first: Ran;
let masks: Buffer;

beforeAll(async () => {
  first = await start();
  masks = read('masks.json');
});

describe('dum start', () => {
  it('trains, finds the ten digits, and writes network, masks and summary', () => {
    expect(first.code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['masks.json', 'network', 'summary.json']);
    const { seconds, network, tasks, ...rest } = summary();
    expect(rest).toMatchObject({
      backend: 'wasm',
      seed: 1,
      versions: { node: process.versions.node },
      search: { format: 'dum-search', alpha: startSettings.discovery.alpha, seed: 1, epochs: expect.any(Number) as number, batchSize: 256 },
    });
    expect(seconds.network).toBeGreaterThan(0);
    expect(seconds.discovery).toBeGreaterThan(0);
    expect(network.testAccuracy).toBeGreaterThan(0.6);
    expect(tasks.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, digit) => `${digit}`));
    for (const task of tasks) {
      expect(Object.keys(task)).toEqual([
        'name',
        'status',
        'testAccuracy',
        'balancedAccuracy',
        'rocAuc',
        'keptUnits',
        'keptByLayer',
        'check',
        'wholeNetwork',
        'randomControl',
        'history',
      ]);
      expect(Object.keys(task.keptByLayer)).toEqual(['dense_300', 'dense_100']);
      expect(Object.values(task.keptByLayer).reduce((sum, units) => sum + units, 0)).toBe(task.keptUnits);
      expect(task.randomControl.draws).toBeGreaterThanOrEqual(5);
      expect(task.wholeNetwork.testAccuracy).toBeGreaterThan(0.9);
    }
  });

  it('prints a row a digit and the means, in at most 100 columns, and ends with two sentences', () => {
    const lines = first.stdout.trimEnd().split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.filter((line) => /^\d /.test(line)).map((line) => line.match(/\d\d?\.\d\d %|100\.00 %/g)?.length)).toEqual(
      new Array(10).fill(6),
    );
    const mean = lines.find((line) => line.startsWith('mean'))!;
    const { tasks } = summary();
    const figures = [
      (task: StartSummary['tasks'][number]) => task.testAccuracy,
      (task: StartSummary['tasks'][number]) => task.randomControl.balancedAccuracy,
      (task: StartSummary['tasks'][number]) => task.wholeNetwork.balancedAccuracy,
    ];
    for (const figure of figures) expect(mean).toContain(`${(tasks.reduce((sum, task) => sum + figure(task), 0) * 10).toFixed(2)} %`);
    expect(
      lines
        .slice(lines.findIndex((line) => line.startsWith("A digit's subnetwork keeps")))
        .join(' ')
        .match(/\.( |$)/g)?.length,
    ).toBe(2);
  });

  it('uses the network again, and then gives the same masks', async () => {
    const network = read('network', 'model.json');
    const { code, stdout, stderr } = await start('--json');
    expect(code).toBe(0);
    expect(stderr).toContain('is reused');
    expect(JSON.parse(stdout)).toEqual(summary());
    expect(summary().seconds.network).toBeNull();
    expect(read('network', 'model.json')).toEqual(network);
    expect(read('masks.json')).toEqual(masks);
  });

  it.each([
    ['has lost a byte', () => damageWeights(), [], 'hold'],
    ['has a damaged summary', () => writeFileSync(join(out, 'network', 'summary.json'), '{'), [], 'this is not JSON, or was cut short'],
    [
      'is of another version',
      () =>
        writeFileSync(
          join(out, 'network', 'summary.json'),
          read('network', 'summary.json')
            .toString()
            .replace(/("@dum\/experiments": ")[^"]*/, '$10.0.0-old'),
        ),
      [],
      'it was trained with @dum/experiments 0.0.0-old, not ',
    ],
    ['is gone', () => rmSync(join(out, 'network'), { recursive: true }), [], ''],
    ['was made with another seed', () => undefined, ['--seed', '2'], 'its seed differs'],
  ])('trains anew when the network %s, to the same masks for the same seed', async (_, change, more, reason) => {
    change();
    const { code, stderr } = await start(...more);
    expect(code).toBe(0);
    expect(stderr).toContain(reason === '' ? 'train mlp:300,100' : 'is not reused');
    expect(stderr).toContain(reason);
    expect(summary().seconds.network).toBeGreaterThan(0);
    if (more.length === 0) expect(read('masks.json')).toEqual(masks);
    else expect(read('masks.json')).not.toEqual(masks);
  });

  it('has the table that evaluate --controls has, of the seed of the masks', async () => {
    const { stdout: printed } = await start('--seed', '2');
    const given = ['--network', join(out, 'network'), '--masks', join(out, 'masks.json'), '--dataset', 'mnist', '--limit', '1000'];
    const draws = summary().tasks[0]!.randomControl.draws;
    const evaluated = await runDum('evaluate', ...given, '--controls', String(draws));
    expect(evaluated).toMatchObject({ code: 0, stdout: expect.stringContaining('Figures are of 1000 test samples.') as string });
    const rowsIn = (text: string) => text.split('\n').filter((line) => /^(\d|mean|task) /.test(line));
    expect(rowsIn(evaluated.stdout)).toHaveLength(12);
    expect(rowsIn(evaluated.stdout)).toEqual(rowsIn(printed));
    expect(evaluated.stderr).not.toMatch(/dum evaluate:/);
  });
});

const damageWeights = () => {
  const weights = readdirSync(join(out, 'network')).find((name) => name.endsWith('.bin'))!;
  writeFileSync(join(out, 'network', weights), read('network', weights).subarray(1));
};
