import { readFileSync } from 'node:fs';
import { format } from 'node:util';
import { expect, it, vi } from 'vitest';

const guide = readFileSync(new URL('../../../../docs/estimators.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/```(ts|text)\n([\s\S]*?)```/g)].map(([, , text]) => text!);

it.each(['binary-concrete.ts', 'binary-concrete.test.ts', 'search.ts'].map((name, index) => ({ name, index })))(
  'the guide shows $name as it is compiled and run here',
  ({ name, index }) => {
    expect(blocks[index]).toBe(readFileSync(new URL(name, import.meta.url), 'utf8'));
  },
);

it('the program of the guide prints what the guide shows', async () => {
  expect(blocks).toHaveLength(4);
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...parts) => void printed.push(format(...parts)));
  await import('./search.js');
  log.mockRestore();
  expect(`${printed.join('\n')}\n`).toBe(blocks[3]);
});
