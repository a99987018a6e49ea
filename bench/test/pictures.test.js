import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('trains on a few pictures and searches them, below the memory that many take', async () => {
  const bench = fileURLToPath(new URL('../pictures.js', import.meta.url));
  const small = ['--classes', '20', '--pictures', '6', '--size', '16', '--network', 'conv:2', '--batch', '16'];
  const { stdout } = await promisify(execFile)(process.execPath, [bench, ...small]);
  const { pictures, runs } = JSON.parse(stdout);
  expect([pictures, ...runs.map(({ command }) => command)]).toEqual([120, 'train', 'discover']);
  for (const { peakMemoryMB } of runs) {
    expect(peakMemoryMB).toBeGreaterThan(50);
    expect(peakMemoryMB).toBeLessThan(700);
  }
});
