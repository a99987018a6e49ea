import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { plainEnvironment } from './environment.js';
import { blockAfter, showsTruly } from './readme-programs.js';
import { runCommand } from './run-command.js';

interface Summary {
  readonly backend: string;
  readonly seconds: { readonly network: number | null; readonly discovery: number };
  readonly network: { readonly testAccuracy: number };
  readonly tasks: readonly {
    readonly name: string;
    readonly status: string;
    readonly testAccuracy: number;
    readonly balancedAccuracy: number;
    readonly keptUnits: number;
    readonly randomControl: { readonly testAccuracy: number; readonly balancedAccuracy: number };
  }[];
}

const repository = join(inject('workshop'), 'repository');
const packageManager = (JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { packageManager: string }).packageManager;
const readme = join(repository, 'README.md');

const start = async () => {
  const printed = await runCommand('npx', ['-y', packageManager, 'start'], { cwd: repository, env: plainEnvironment, timeout: 900_000 });
  const read = (file: string) => readFileSync(join(repository, 'runs/start', file), 'utf8');
  return { printed, summary: JSON.parse(read('summary.json')) as Summary, masks: read('masks.json') };
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the first command of the README', { timeout: 1_800_000 }, () => {
  let first: Awaited<ReturnType<typeof start>>;

  it('trains a network and finds the subnetwork of each digit', async () => {
    first = await start();
    const { network, tasks, seconds } = first.summary;
    expect(seconds.network).toBeGreaterThan(0);
    expect(network.testAccuracy).toBeGreaterThanOrEqual(0.978);
    expect(tasks.map(({ name, status }) => `${name} ${status}`)).toEqual(Array.from({ length: 10 }, (_, digit) => `${digit} found`));
    expect(mean(tasks.map(({ testAccuracy }) => testAccuracy))).toBeGreaterThanOrEqual(0.985);
    expect(mean(tasks.map(({ balancedAccuracy }) => balancedAccuracy))).toBeGreaterThanOrEqual(0.982);
    expect(mean(tasks.map(({ keptUnits }) => keptUnits))).toBeLessThanOrEqual(70);
    expect(tasks[0]?.testAccuracy).toBeGreaterThanOrEqual(0.99);
    expect(tasks[0]?.keptUnits).toBeLessThanOrEqual(60);
  });

  it('finds better subnetworks than random ones of the same size', () => {
    for (const { balancedAccuracy, randomControl } of first.summary.tasks) {
      expect(balancedAccuracy).toBeGreaterThan(randomControl.balancedAccuracy);
    }
  });

  it.skipIf(!existsSync(readme))('prints what the README shows', () => {
    const shown = blockAfter(readFileSync(readme, 'utf8'), 'start prints');
    expect(shown).not.toBe('');
    expect(showsTruly(shown, first.printed), `it printed\n${first.printed}`).toBe(true);
  });

  it('uses the trained network again, and finds the same masks to the bit', async () => {
    const second = await start();
    expect(second.summary.seconds.network).toBeNull();
    expect(second.masks).toBe(first.masks);
    expect(second.summary.tasks).toEqual(first.summary.tasks);
  });
});
