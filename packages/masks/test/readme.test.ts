import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { afterAll, expect, it, vi } from 'vitest';
import * as masks from '@dum/masks';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const programs = [...readme.matchAll(/```ts\n([\s\S]*?)```[\s\S]*?```text\n([\s\S]*?)\n```/g)].map(([, text, prints]) => ({
  text: text!,
  prints: prints!,
}));

const folder = mkdtempSync(fileURLToPath(new URL('.readme-', import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(programs.map((program, index) => ({ ...program, number: `${index + 1}` })))(
  'program $number of the README prints what it says',
  async ({ text, prints, number }) => {
    const file = join(folder, `program-${number}.ts`);
    writeFileSync(file, text);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...parts) => void printed.push(format(...parts)));
    await import(/* @vite-ignore */ file);
    log.mockRestore();
    const anyCount = (line: string) => line.replace(/kept: \d+/, 'kept: #');
    expect(printed.map(anyCount)).toEqual(prints.split('\n').map(anyCount));
    for (const [, kept] of printed.join().matchAll(/kept: (\d+)/g)) expect(Number(kept)).toBeLessThanOrEqual(12);
  },
);

it('has its programs, and names that exist', () => {
  expect(programs).toHaveLength(6);
  const names = readme.slice(readme.indexOf('## Names')).match(/(?<=`)[a-z]\w+(?=`)/gi)!;
  const types = ['Estimator', 'Measure', 'Penalty', 'DumError'];
  expect(names.filter((name) => !(name in masks) && !types.includes(name))).toEqual([]);
});
