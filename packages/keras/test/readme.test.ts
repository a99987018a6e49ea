import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { goldenFolder } from './_import.js';

const folder = mkdtempSync(join(tmpdir(), 'dum-keras-'));
const started = process.cwd();
afterAll(() => {
  process.chdir(started);
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

it('shows a program that runs and prints what the README shows', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const program = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${program}\`\`\``);
  copyFileSync(join(goldenFolder, 'mobile.keras3.keras'), join(folder, 'model.keras'));
  process.chdir(folder);
  const log = vi.spyOn(console, 'log').mockReturnValue();
  await import('./readme-example.js');
  const printed = log.mock.calls.map((values) =>
    values.map((value) => (Array.isArray(value) ? `[ ${value.join(', ')} ]`.replace('[  ]', '[]') : String(value))).join(' '),
  );
  for (const line of printed) expect(readme).toContain(`\`${line}\``);
  expect(printed.length).toBe(2);
});
