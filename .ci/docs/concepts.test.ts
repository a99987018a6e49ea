import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const concepts = read('docs/concepts.md');
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
const anchors = [...concepts.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

it('lists every concept once in its contents, and links to none that is not there', () => {
  const linked = [...concepts.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
  expect(new Set(linked)).toEqual(new Set(anchors));
  expect(new Set(anchors).size).toBe(anchors.length);
});

it.each(readdirSync(fileURLToPath(new URL('packages/', root))))('is linked from the README of %s', (name) => {
  expect(read(`packages/${name}/README.md`)).toContain('](../../docs/concepts.md)');
});
