import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeFiles, writeJson, writeWholeFile } from '@dum/errors/node';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './_folder.js';

it('makes a folder with its parents, and leaves one that is there', async () => {
  const folder = join(temporaryFolder(), 'a', 'b', 'c');
  await makeFolder(folder);
  writeFileSync(join(folder, 'mine'), 'mine');
  await makeFolder(folder);
  expect(existsSync(join(folder, 'mine'))).toBe(true);
});

it('is made by several at once', async () => {
  const folder = join(temporaryFolder(), 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 16 }, () => makeFolder(folder)));
  expect(statSync(folder).isDirectory()).toBe(true);
});

it('is a link to a folder too', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  await makeFolder(join(folder, 'link', 'new'));
  expect(existsSync(join(folder, 'real', 'new'))).toBe(true);
});

it.each([
  ['a file stands there', 'file', 'EEXIST'],
  ['a parent is a file', join('file', 'new'), 'ENOTDIR'],
  ['a parent is a link to nothing', join('broken', 'new'), 'EEXIST'],
  ['the path is too long', 'x'.repeat(5000), 'ENAMETOOLONG'],
])('fails where %s', async (_, path, code) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'mine');
  symlinkSync('nowhere', join(folder, 'broken'));
  await expect(makeFolder(join(folder, path))).rejects.toMatchObject({ code });
});

it.skipIf(!existsSync('/proc/self'))('fails, and does not wait, where a folder takes no folders', async () => {
  await expect(makeFolder('/proc/new/deep')).rejects.toMatchObject({ code: 'ENOENT' });
  for (const write of [
    () => writeJson('/proc/new/deep/summary.json', {}),
    () => writeFiles('/proc/new', { a: 'a' }),
    () => writeWholeFile('/proc/a', 'a', { who: 'x' }),
  ])
    await expect(write()).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/cannot write \/proc\/.*: the folder takes no files, or is gone; choose another folder/) as string,
    });
});

it('fails where the working directory is gone', async () => {
  const [before, gone] = [process.cwd(), temporaryFolder()];
  onTestFinished(() => process.chdir(before));
  process.chdir(gone);
  rmSync(gone, { recursive: true });
  await expect(makeFolder('new')).rejects.toMatchObject({ code: 'ENOENT' });
});
