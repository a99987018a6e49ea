import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => vi.restoreAllMocks());

it('shows a program that runs and prints what the README shows', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const program = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${program}\`\`\``);
  const log = vi.spyOn(console, 'log').mockReturnValue();
  await import('./readme-example.js');
  const [digits, classNames, classWeights, count] = log.mock.calls[0] as [number, string[], number[], number];
  const weights = classWeights.map((weight) => `${String(weight).slice(0, 6)}…`).join(', ');
  const names = classNames.map((name) => `'${name}'`).join(', ');
  expect(readme).toContain(`It prints \`${digits} [ ${names} ] [ ${weights} ] ${count}\``);
});
