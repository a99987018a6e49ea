import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import type * as Experiments from '@dum/experiments';
import { loadSubnetworks } from '@dum/experiments/store';
import { runDum, temporaryFolder } from './_run-dum.js';

// A worker keeps modules from file to file: this one imports them behind its mock, and the next without it.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('@dum/experiments');
  vi.resetModules();
});

vi.mock('@dum/experiments', async (importOriginal) => {
  const real = await importOriginal<typeof Experiments>();
  return {
    ...real,
    discoverSubnetworks: async (...given: Parameters<typeof real.discoverSubnetworks>) =>
      (await real.discoverSubnetworks(...given)).map((found) =>
        found.task === '1' ? { task: '1', status: 'diverged', epoch: 1, history: found.history } : found,
      ),
  };
});

const { folder, remove } = temporaryFolder();
afterAll(remove);

it('ends with 3 when one task diverges, and the others are written', async () => {
  const [network, out] = [join(folder, 'network'), join(folder, 'out')];
  const data = ['--dataset', 'mnist', '--limit', '1000', '--epochs', '1', '--batch-size', '64'];
  await runDum('train', ...data, '--network', 'mlp:8', '--out', network);
  const { code, stdout, stderr } = await runDum(
    'discover',
    ...data,
    '--network',
    network,
    '--tasks',
    '0-2',
    '--controls',
    '1',
    '--out',
    out,
  );
  expect(code).toBe(3);
  expect(stderr).toContain('dum discover: 1 of 3 tasks diverged');
  expect(stdout).toMatch(/^1 +–/m);
  expect(stdout).toContain('Task 1: diverged');
  expect((await loadSubnetworks(join(out, 'masks.json'))).map(({ task }) => task)).toEqual(['0', '2']);
  const { tasks } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { tasks: object[] };
  expect(tasks[1]).toEqual({ name: '1', status: 'diverged', history: expect.any(Object) as object });
  expect(tasks).toHaveLength(3);
});
