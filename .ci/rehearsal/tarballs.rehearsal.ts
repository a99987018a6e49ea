import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newConsumer } from './consumer.js';

describe.each(inject('published'))('the tarball of $name', ({ name, version }) => {
  const { folder, run } = newConsumer(`tarballs/${name.replace('@', '')}`);
  let files: readonly string[] = [];

  beforeAll(async () => {
    mkdirSync(join(folder, 'package'));
    await run('npm', 'pack', name);
    await run('sh', '-c', 'tar -xzf *.tgz -C package --strip-components=1');
    files = (await run('find', 'package', '-type', 'f', '-printf', '%P\\n')).trim().split('\n').sort();
  });

  it('holds the build, its sources, a README and the licence, and nothing else', () => {
    const required = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'];
    expect(required.filter((file) => !files.includes(file))).toEqual([]);
    expect(files.filter((file) => !/^(package\.json|LICENSE|README\.md|(dist|src|bin)\/.+)$/.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith('dist/') && !/\.(js|d\.ts)(\.map)?$/.test(file))).toEqual([]);
    expect(files.filter((file) => /\.test\.|\/fixtures\//.test(file))).toEqual([]);
  });

  it('has a source for every built file', () => {
    const sources = files.filter((file) => /^dist\/.*\.js$/.test(file)).map((file) => file.replace(/^dist\/(.*)\.js$/, 'src/$1.ts'));
    expect(sources.filter((source) => !files.includes(source))).toEqual([]);
  });

  it('names its dependencies as npm understands them', () => {
    const manifest = readFileSync(join(folder, 'package/package.json'), 'utf8');
    expect(manifest).not.toMatch(/"(workspace|catalog|link|file):/);
    expect(JSON.parse(manifest)).toMatchObject({ name, version, license: 'MIT', type: 'module' });
  });
});
