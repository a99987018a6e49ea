import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlphaPath } from '@dum/experiments';
import { loadSubnetworks } from '@dum/experiments/store';
import { keptUnits } from '@dum/masks/mask-set';
import { fromTo } from '../src/arguments/argument-kind.js';
import { alphaPathReport, meanPoints } from '../src/tables/alpha-path-report.js';
import { type Ran, runDum } from './_run-dum.js';

const folder = mkdtempSync(join(tmpdir(), 'dum-alpha-path-'));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true }));

const data = ['--dataset', 'mnist', '--limit', '1500', '--batch-size', '64'];
const walk = (...more: string[]) =>
  runDum('alpha-path', '--network', at('network'), ...data, '--epochs', '2', '--tasks', '0', '1', '--out', at('path'), ...more);

interface Summary {
  readonly search: object;
  readonly settings: Record<string, unknown> & { readonly alphas: readonly number[] };
  readonly tasks: readonly {
    readonly name: string;
    readonly keptUnits: number;
    readonly alpha: number;
    readonly balancedAccuracy: number;
    readonly path: readonly {
      readonly alpha: number;
      readonly keptUnits: number;
      readonly balancedAccuracy: number;
      readonly standardError: number;
    }[];
  }[];
}

let walked: Ran;
beforeAll(async () => {
  await runDum('train', ...data, '--network', 'mlp:16,12', '--epochs', '1', '--learning-rate', '1e-2', '--out', at('network'));
  walked = await walk('--alphas', '1e-2..1e-4', '--steps', '3');
});

it('prints a curve a task and that of the means, and keeps knees that other commands read', async () => {
  expect(walked.code).toBe(0);
  expect(walked.stdout.match(/^(0|1|mean) +price +units of 28 +accuracy +balanced +loss$/gm)).toHaveLength(3);
  expect(walked.stdout.match(/^knee /gm)).toHaveLength(2);
  const summary = JSON.parse(readFileSync(at('path', 'summary.json'), 'utf8')) as Summary;
  expect(summary.search).toMatchObject({ format: 'dum-search', alpha: 1e-4, epochs: 2, batchSize: 64 });
  expect(summary.settings.alphas).toEqual([1e-2, expect.closeTo(1e-3, 12), 1e-4]);
  const subnetworks = await loadSubnetworks(at('path', 'masks.json'));
  for (const [index, task] of summary.tasks.entries()) {
    const knee = task.path.find(({ alpha }) => alpha === task.alpha)!;
    expect(task.path.map(({ alpha }) => alpha)).toEqual(summary.settings.alphas.toReversed());
    expect(subnetworks[index]).toMatchObject({ task: task.name, alpha: task.alpha });
    expect([task.keptUnits, knee.keptUnits]).toEqual([keptUnits(subnetworks[index]!.masks), task.keptUnits]);
    expect(knee.balancedAccuracy).toBe(task.balancedAccuracy);
    const best = task.path.toSorted((a, b) => b.balancedAccuracy - a.balancedAccuracy)[0]!;
    const near = task.path.filter(({ balancedAccuracy }) => balancedAccuracy >= best.balancedAccuracy - best.standardError);
    expect(knee.keptUnits).toBe(Math.min(...near.map((point) => point.keptUnits)));
  }
  const masks = at('path', 'masks.json');
  expect((await runDum('evaluate', '--network', at('network'), '--masks', masks, '--dataset', 'mnist', '--limit', '300')).code).toBe(0);
  expect((await runDum('compare', masks)).code).toBe(0);
});

it('of diverged searches has no points, and ends with 3', async () => {
  const alone = ['--network', at('network'), ...data, '--tasks', '0', '--epochs', '1', '--head-learning-rate', '1e38'];
  const diverged = await runDum('alpha-path', ...alone, '--out', at('diverged'));
  expect(diverged.code).toBe(3);
  expect(diverged.stdout).toContain('0 diverged at the first price.');
});

it.each([
  [['--alpha', '1e-3'], "unknown option '--alpha'"],
  [['--keep-units', '5'], "unknown option '--keep-units'"],
  [['--alphas', '1e-3'], '--alphas is "1e-3"; expected two different numbers above 0 with two dots between, such as 1e-2..1e-4'],
  [['--steps', '1'], '--steps is "1"; expected a whole number of at least 2'],
])('refuses %o', async (more, message) => {
  const { code, stderr } = await walk(...more);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

it.each([
  ['1e-2..1e-4', [1e-2, 1e-4]],
  ['.1..2', [0.1, 2]],
  ['1..1', undefined],
  ['0..1', undefined],
  ['1..2..3', undefined],
  ['1', undefined],
])('%s is read as %o', (text, ends) => {
  expect(fromTo.read(text)).toEqual(ends);
});

it('means are of the prices at which every task has a point', () => {
  const point = (alpha: number, units: number) =>
    ({
      alpha,
      keptUnits: units,
      validationLoss: units / 10,
      balancedAccuracy: units / 20,
      accuracy: units / 40,
      subnetwork: { masks: { layers: [] } },
    }) as unknown as AlphaPath['points'][number];
  const paths: AlphaPath[] = [
    { task: 'a', points: [point(1, 10), point(2, 8)], knee: undefined },
    { task: 'b', points: [point(1, 4)], knee: undefined },
  ];
  expect(meanPoints(paths)).toEqual([{ alpha: 1, keptUnits: 7, validationLoss: 0.7, balancedAccuracy: 0.35, accuracy: 0.175 }]);
  expect(meanPoints([])).toEqual([]);
  expect(alphaPathReport([{ task: 'c', points: [], knee: undefined }])).toBe('c diverged at the first price.');
});
