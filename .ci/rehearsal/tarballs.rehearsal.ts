import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { newConsumer } from './consumer.js';

const published = inject('published');

const unpack = async (name: string) => {
  const { folder, run } = newConsumer(`tarballs/${name.replace('@', '')}`);
  await run('npm', 'pack', name);
  mkdirSync(join(folder, 'unpacked'));
  await run('sh', '-c', 'tar -xzf *.tgz -C unpacked --strip-components=1');
  const files = (await run('find', 'unpacked', '-type', 'f')).trim().split('\n');
  return { folder: join(folder, 'unpacked'), files: files.map((file) => file.replace('unpacked/', '')).sort() };
};

describe.each(published)('the tarball of $name', ({ name, version }) => {
  it('holds the build, its sources, a README and the licence, and nothing else', async () => {
    const { folder, files } = await unpack(name);
    expect(files).toContain('LICENSE');
    expect(files).toContain('README.md');
    expect(files).toContain('dist/index.js');
    expect(files).toContain('src/index.ts');
    expect(files.filter((file) => !/^(package\.json|LICENSE|README\.md|CHANGELOG\.md|(dist|src|bin)\/.+)$/.test(file))).toEqual([]);
    expect(files.filter((file) => /tsbuildinfo|\.test\.|(^|\/)_?fixtures\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith('dist/') && !/\.(js|d\.ts)(\.map)?$/.test(file))).toEqual([]);
    const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
    expect(manifest).not.toMatch(/"(workspace|catalog|link|file):/);
    expect(JSON.parse(manifest)).toMatchObject({ name, version, license: 'MIT', type: 'module' });
  });

  it('has a source for every built file', async () => {
    const { files } = await unpack(name);
    const built = files.filter((file) => /^dist\/.*\.js$/.test(file)).map((file) => file.replace(/^dist\//, 'src/').replace(/js$/, 'ts'));
    expect(built.filter((source) => !files.includes(source))).toEqual([]);
  });
});
