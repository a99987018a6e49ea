import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ifThere, readWholeFile, readWholeText } from '@dum/errors/node';
import { expect, it } from 'vitest';
import { temporaryFolder } from './_folder.js';

it('reads all bytes, and text as UTF-8', async () => {
  const file = join(temporaryFolder(), 'file');
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
  writeFileSync(file, bytes);
  const found = await readWholeFile(file, { who: 'load' });
  expect(found).toEqual(bytes);
  expect(found.buffer.byteLength).toBe(bytes.length);
  writeFileSync(file, '\ufeffziffer ø\n');
  expect(await readWholeText(file, { who: 'load' })).toBe('\ufeffziffer ø\n');
});

it.each<[string, (path: string) => void, RegExp]>([
  ['nothing', () => undefined, /^load: cannot read .*file: there is no such file; give a file$/],
  ['a link to nothing', (path) => symlinkSync('nowhere', path), /there is no such file/],
  ['a link to itself', (path) => symlinkSync('file', path), /its symbolic links go round in a circle/],
  ['a folder', (path) => mkdirSync(path), /it is a folder, not a file; give a file$/],
  ['a pipe', (path) => execFileSync('mkfifo', [path]), /it is a device, pipe or socket, not a regular file/],
  [
    'a file that is too long',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 11);
    },
    /file has 11 bytes, expected at most 10; give a file$/,
  ],
])('refuses %s', async (_, make, message) => {
  const file = join(temporaryFolder(), 'file');
  make(file);
  const error: unknown = await readWholeFile(file, { who: 'load', most: 10, advice: 'give a file' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) as string });
});

it('gives undefined for a file that is not there, and nothing else', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const read = (path: string) => ifThere(readWholeText(join(folder, path), { who: 'load' }));
  expect([await read('none'), await read('none/none'), await read('file/none'), await read('file')]).toEqual([
    undefined,
    undefined,
    undefined,
    '',
  ]);
  await expect(read('.')).rejects.toMatchObject({ code: 'bad-input' });
});
