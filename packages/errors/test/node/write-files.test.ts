import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type * as FileSystemPromises from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { writeFiles, writeJson, writeNewFile, writeWholeFile } from '@dum/errors/node';
import { temporaryFolder } from './_folder.js';

const faults = vi.hoisted(() => {
  let left = Number.POSITIVE_INFINITY;
  let code = 'EIO';
  return {
    /** The n-th operation from now fails with the code. */
    arm: (n: number, failsWith = 'EIO') => {
      left = n;
      code = failsWith;
    },
    step: (operation: string) => {
      if (--left === 0) throw Object.assign(new Error(`${code}: ${operation}`), { code });
    },
    pending: () => left > 0,
  };
});

// A worker keeps modules from file to file: this one imports them behind its mock, and the next without it.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('node:fs/promises');
  vi.resetModules();
});

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof FileSystemPromises>();
  const counted =
    <Given extends unknown[], Result>(name: string, operation: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      faults.step(name);
      return operation(...given);
    };
  return {
    ...real,
    mkdir: counted('mkdir', real.mkdir),
    copyFile: counted('copyFile', real.copyFile),
    rename: counted('rename', real.rename),
    link: counted('link', real.link),
    open: async (...given: Parameters<typeof real.open>) => {
      faults.step('open');
      const file = await real.open(...given);
      const [writeFile, sync] = [file.writeFile.bind(file), file.sync.bind(file)];
      return Object.assign(file, { writeFile: counted('writeFile', writeFile), sync: counted('sync', sync) });
    },
  };
});

const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('files that are written together', () => {
  it.each([
    { before: {}, when: 'there was none' },
    { before: { 'masks.json': 'old masks', 'summary.json': 'old summary' }, when: 'both were there' },
    { before: { 'masks.json': 'old masks' }, when: 'one was there' },
  ])('are all old or all new whichever operation fails, when $when', async ({ before }) => {
    const after = { 'masks.json': 'new masks', 'summary.json': 'new summary' };
    const outcomes = [];
    for (let n = 1, more = true; more; n++) {
      const folder = temporaryFolder();
      for (const [name, text] of Object.entries(before)) writeFileSync(join(folder, name), text);
      faults.arm(n);
      const error: unknown = await writeFiles(folder, after).catch((thrown: unknown) => thrown);
      more = !faults.pending();
      faults.arm(Number.POSITIVE_INFINITY);
      if (error !== undefined)
        expect(error).toMatchObject({ code: 'storage', message: expect.stringContaining(folder) as string, cause: { code: 'EIO' } });
      expect(contents(folder)).toEqual(error === undefined ? after : before);
      outcomes.push(error === undefined ? 'new' : 'old');
    }
    expect(outcomes.filter((outcome) => outcome === 'new')).toEqual(['new']);
    expect(outcomes.length).toBeGreaterThan(8);
  });

  it('are left as they were when a folder stands in the place of the last', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'masks.json'), 'old masks');
    mkdirSync(join(folder, 'summary.json'));
    await expect(writeFiles(folder, { 'masks.json': 'new', 'summary.json': 'new' })).rejects.toMatchObject({ code: 'storage' });
    expect(readdirSync(folder).sort()).toEqual(['masks.json', 'summary.json']);
    expect(readFileSync(join(folder, 'masks.json'), 'utf8')).toBe('old masks');
  });

  it('are refused, not waited for, when the working directory is gone', async () => {
    const [before, gone] = [process.cwd(), temporaryFolder()];
    onTestFinished(() => process.chdir(before));
    process.chdir(gone);
    rmSync(gone, { recursive: true });
    await expect(writeFiles(join('runs', 'digits'), { 'masks.json': 'new' })).rejects.toMatchObject({ code: 'storage' });
  });

  it('are whole: a large file is as long as it should be', async () => {
    const folder = temporaryFolder();
    const text = 'é'.repeat(3_000_000);
    await writeFiles(folder, { 'large.txt': text });
    expect(readFileSync(join(folder, 'large.txt'), 'utf8')).toBe(text);
  });
});

describe('one file', () => {
  it.each([
    { name: 'writeWholeFile', write: writeWholeFile, before: 'old' },
    { name: 'writeWholeFile', write: writeWholeFile, before: undefined },
    { name: 'writeNewFile', write: writeNewFile, before: undefined },
  ])('of $name is as it was or all new whichever operation fails, where there was $before', async ({ write, before }) => {
    let failures = 0;
    for (let n = 1, more = true; more; n++) {
      const folder = temporaryFolder();
      if (before !== undefined) writeFileSync(join(folder, 'file'), before);
      faults.arm(n);
      const outcome: unknown = await write(join(folder, 'file'), 'new', { who: 'x' }).catch((thrown: unknown) => thrown);
      more = !faults.pending();
      faults.arm(Number.POSITIVE_INFINITY);
      const failed = outcome instanceof Error;
      if (failed) expect(outcome).toMatchObject({ code: 'storage', cause: { code: 'EIO' } });
      expect(contents(folder)).toEqual(failed ? (before === undefined ? {} : { file: before }) : { file: 'new' });
      if (failed) failures++;
    }
    expect(failures).toBeGreaterThanOrEqual(4);
  });

  it('that is there already stays, and of several at once one is written', async () => {
    const file = join(temporaryFolder(), 'file');
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, writer) => writeNewFile(file, `writer ${writer}`, { who: 'x' })));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe(`writer ${outcomes.indexOf(true)}`);
    expect(await writeNewFile(file, 'late', { who: 'x' })).toBe(false);
  });

  it('is renamed where the disk has no links', async () => {
    const file = join(temporaryFolder(), 'file');
    faults.arm(4, 'ENOTSUP');
    expect(await writeNewFile(file, 'new', { who: 'x' })).toBe(true);
    expect(faults.pending()).toBe(false);
    faults.arm(Number.POSITIVE_INFINITY);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });
});

it('writes JSON that reads back as the value, in a new folder', async () => {
  const file = join(temporaryFolder(), 'a', 'b', 'summary.json');
  const value = { seed: 1, name: 'ziffer ø', list: [1.5, null] };
  await writeJson(file, value);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(value);
  expect(readFileSync(file, 'utf8')).toMatch(/^\{\n {2}"seed": 1,[\s\S]*\n\}\n$/);
});
