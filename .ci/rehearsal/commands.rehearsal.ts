import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { plainEnvironment } from './environment.js';
import { shownCommands } from './readme-programs.js';
import { runCommand } from './run-command.js';

const repository = join(inject('workshop'), 'repository');
const readme = join(repository, 'README.md');
const commands = existsSync(readme) ? shownCommands(readFileSync(readme, 'utf8')) : [];

const run = (command: string) => runCommand('bash', ['-c', command], { cwd: repository, env: plainEnvironment, timeout: 900_000 });

describe.skipIf(commands.length === 0)('the other commands of the README', { timeout: 900_000 }, () => {
  it.each(commands.filter((command) => command.includes(' exec dum ')))('%s', async (command) => {
    expect((await run(command)).trim()).not.toBe('');
  });
});

describe('the apps', { timeout: 900_000 }, () => {
  it('quickstart: plain fit finds a zero with no more units than the original recipe claims, and as well', async () => {
    const printed = await run('npx -y pnpm@10.34.9 --filter @dum-apps/quickstart start');
    const [plain] = [...printed.matchAll(/test accuracy ([\d.]+) %, balanced ([\d.]+) %, (\d+) of 400 units/g)];
    const [, accuracy, balanced, units] = plain!.map(Number) as [number, number, number, number];
    expect(accuracy).toBeGreaterThanOrEqual(98);
    expect(balanced).toBeGreaterThanOrEqual(97.5);
    expect(units).toBeLessThanOrEqual(122);
  });

  it('groups: curved and straight digits, and what they share with single ones', async () => {
    expect(await run('npx -y pnpm@10.34.9 --filter @dum-apps/groups start')).toMatch(/curved and straight share \d+ %/);
  });
});
