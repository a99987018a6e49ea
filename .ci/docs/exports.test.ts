import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exportsOf, namesInCode } from './_exports.js';
import { categoryOf } from './categories.js';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const sources = (name: string) => {
  const { exports } = JSON.parse(read(`packages/${name}/package.json`)) as { readonly exports: Record<string, { '@dum/source'?: string }> };
  return Object.values(exports).flatMap((entry) => entry['@dum/source'] ?? []);
};
const exported = (name: string) =>
  sources(name).flatMap((source) => exportsOf(read(`packages/${name}/${source}`), source.replace('./src/', '')));

describe.each(readdirSync(fileURLToPath(new URL('packages/', root))))('%s', (name) => {
  const { categories, entryPoints } = JSON.parse(read(`packages/${name}/typedoc.json`)) as {
    readonly categories: Record<string, string[]>;
    readonly entryPoints: readonly string[];
  };

  it('has each of its entries in the reference', () => {
    expect(entryPoints.map((entry) => `./${entry}`)).toEqual(sources(name));
  });

  it('has a category for each export, and an export for each category', () => {
    const found = exported(name).map(({ name, from }) => ({ name, category: categoryOf(categories, from) }));
    expect(found.filter(({ category }) => category === undefined)).toEqual([]);
    expect(new Set(found.map(({ category }) => category))).toEqual(new Set(Object.keys(categories)));
    const places = Object.values(categories).flat();
    expect(places.filter((place) => !existsSync(new URL(`packages/${name}/src/${place}`, root)))).toEqual([]);
  });

  it('names each value that it exports in its README', () => {
    const named = namesInCode(read(`packages/${name}/README.md`));
    expect(exported(name).flatMap((each) => (each.isType || named.has(each.name) ? [] : each.name))).toEqual([]);
  });
});

it('reads what an entry exports, and from where', () => {
  const entry = "export { type A, b } from './b.js';\nexport type { C } from '../other/c.js';\nexport { d } from '@dum/errors';\n";
  expect(exportsOf(entry, 'here/index.ts')).toEqual([
    { name: 'A', isType: true, from: 'here/b.ts' },
    { name: 'b', isType: false, from: 'here/b.ts' },
    { name: 'C', isType: true, from: 'other/c.ts' },
    { name: 'd', isType: false, from: '@dum/errors' },
  ]);
  expect(() => exportsOf("export * from './b.js';", 'index.ts')).toThrow('an entry holds nothing but');
});

it('takes names from code alone', () => {
  const page = 'The group and `oneVsRest(data)`.\n\n```ts\nimport { relabel } from "x";\n```\n';
  expect([...namesInCode(page)]).toEqual(expect.arrayContaining(['oneVsRest', 'relabel']));
  expect(namesInCode(page)).not.toContain('group');
});

it('prefers the category that holds a file most closely', () => {
  const categories = { Splits: [''], Tasks: ['task.ts', 'relabel'], Rules: ['rules'] };
  expect(['split.ts', 'task.ts', 'relabel/group.ts', 'relabelled.ts'].map((path) => categoryOf(categories, path))).toEqual([
    'Splits',
    'Tasks',
    'Tasks',
    'Splits',
  ]);
  expect(categoryOf({ Rules: ['rules'] }, 'rules-of.ts')).toBeUndefined();
});
