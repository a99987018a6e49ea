import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { imageFolder, isImageFolder, loadDataset } from '@dum/datasets/node';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dum-pictures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Pixel = (row: number, column: number) => readonly number[];

const place = (...names: string[]): string => {
  const path = join(folder, ...names);
  mkdirSync(dirname(path), { recursive: true });
  return path;
};

/** Writes a PNG by another library than the one that reads it. */
const png = (path: string, pixel: Pixel, [height, width]: readonly [number, number] = [4, 3]): void => {
  const picture = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) {
    const [red, green = red, blue = red, alpha = 255] = pixel(Math.floor(at / width), at % width);
    picture.data.set([red!, green!, blue!, alpha], 4 * at);
  }
  writeFileSync(path, PNG.sync.write(picture, { colorType: 6 }));
};

/** Greys of 10 · class + file, so that a sample says which picture it is. */
const grey = (path: string, value: number, size?: readonly [number, number]): void => png(path, () => [value], size);

const small = (...splits: string[]): void => {
  for (const split of splits) {
    for (const [label, name] of ['ant', 'bee'].entries()) {
      for (let file = 0; file < 4; file++) grey(place(split, name, `${file}.png`), 10 * label + file + 1);
    }
  }
};

const firstValues = async (source: { readonly count: number; rows: (places: number[]) => unknown }, size: number): Promise<number[]> => {
  const values = (await source.rows(Array.from({ length: source.count }, (_, at) => at))) as Float32Array;
  return Array.from({ length: source.count }, (_, at) => Math.round(255 * values[at * size]!));
};

describe('imageFolder', () => {
  it('reads the splits that there are, classes by name and in turns', async () => {
    small('train', 'validation', 'test');
    const { name, classNames, sampleShape, range, train, validation, test } = await imageFolder(folder);
    expect(name).toMatch(/^dum-pictures-/);
    expect({ classNames, sampleShape, range }).toEqual({ classNames: ['ant', 'bee'], sampleShape: [4, 3, 3], range: [0, 1] });
    expect([...train.y]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(await firstValues(train.source, 36)).toEqual([1, 11, 2, 12, 3, 13, 4, 14]);
    expect([train.role, validation?.role, test.role, validation?.count, test.count]).toEqual(['train', 'validation', 'test', 8, 8]);
  });

  it('gives the pixels of each picture, in any order, in the range asked for', async () => {
    const pixel: Pixel = (row, column) => [50 * row, 60 * column, 255 - row - column];
    for (const file of ['a.png', 'b.PNG']) png(place('x', file), file === 'a.png' ? pixel : () => [9, 8, 7]);
    for (const file of ['a.png', 'b.png']) grey(place('y', file), 255);
    const { train, test } = await imageFolder(folder, { pixelRange: [0, 255], test: 0.5 });
    expect([train.count, test.count, train.source.values]).toEqual([2, 2, undefined]);
    const both = [await train.source.rows([1, 0]), await test.source.rows([1, 0])];
    const expected = Array.from({ length: 12 }, (_, at) => pixel(Math.floor(at / 3), at % 3)).flat();
    const rows = both.flatMap((values) => [[...(values as Float32Array).subarray(0, 36)], [...(values as Float32Array).subarray(36)]]);
    expect(rows).toContainEqual(expected);
    expect(rows.filter((row) => row.every((value) => value === 255))).toHaveLength(2);
  });

  it('cuts a share of each class for the test, by the seed', async () => {
    for (const name of ['p', 'q']) for (let file = 0; file < 20; file++) grey(place(name, `${file}.png`), file + 1);
    const cut = async (seed: number) => {
      const { train, test } = await imageFolder(folder, { seed, test: 0.25 });
      return { train: await firstValues(train.source, 36), test: await firstValues(test.source, 36), y: [...test.y] };
    };
    const { train, test, y } = await cut(1);
    expect(y).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => Math.floor(at / 2) + 1));
    expect(await cut(1)).toEqual({ train, test, y });
    expect((await cut(2)).test).not.toEqual(test);
    const usual = await imageFolder(folder);
    expect([usual.train.count, usual.test.count]).toEqual([36, 4]);
  });

  it('resizes to a size, and takes the grey of colours', async () => {
    png(place('wide', 'a.png'), (_, column) => [column < 10 || column >= 30 ? 0 : 255, 0, 0], [20, 40]);
    grey(place('wide', 'b.png'), 0, [7, 9]);
    grey(place('tall', 'a.png'), 100, [40, 20]);
    grey(place('tall', 'b.png'), 100, [20, 20]);
    const { train, sampleShape } = await imageFolder(folder, { size: [10, 10], channels: 1, test: 0.5 });
    expect(sampleShape).toEqual([10, 10, 1]);
    const values = (await train.source.rows([0])) as Float32Array;
    for (const value of values) expect(value).toBeCloseTo(100 / 255, 2);
    const coloured = await imageFolder(folder, { size: [10, 10], test: 0.5 });
    expect(coloured.sampleShape).toEqual([10, 10, 3]);
    const all = [await coloured.train.source.rows([1]), await coloured.test.source.rows([1])];
    // the middle of the wide picture, 20 × 20, is red throughout
    const red = all.find((row) => (row as Float32Array).some((value) => value > 0.9)) as Float32Array;
    expect(Array.from({ length: 100 }, (_, at) => red[3 * at]!).filter((value) => value > 0.9).length).toBeGreaterThanOrEqual(80);
    expect(Math.max(...Array.from({ length: 100 }, (_, at) => red[3 * at + 1]!))).toBeLessThan(0.02);
  });

  it('gives as many channels as the pictures have', async () => {
    for (const name of ['p', 'q']) {
      for (const file of ['a', 'b'])
        await sharp({ create: { width: 3, height: 2, channels: 3, background: '#646464' } })
          .toColourspace('b-w')
          .jpeg({ quality: 100 })
          .toFile(place(name, `${file}.jpg`));
    }
    expect((await imageFolder(folder)).sampleShape).toEqual([2, 3, 1]);
    grey(place('q', '0.png'), 3, [2, 3]);
    const { sampleShape, train } = await imageFolder(folder, { test: 0.2 });
    expect(sampleShape).toEqual([2, 3, 3]);
    const [first] = await firstValues(train.source, 18);
    expect(Math.abs(first! - 100)).toBeLessThan(3);
  });

  it('has the identity of names and bytes, wherever and whenever the files were written', async () => {
    small('');
    const { train, test } = await imageFolder(folder);
    const copy = mkdtempSync(join(tmpdir(), 'dum-copy-'));
    for (const name of ['ant', 'bee']) {
      mkdirSync(join(copy, name));
      for (let file = 0; file < 4; file++) {
        copyFileSync(join(folder, name, `${file}.png`), join(copy, name, `${file}.png`));
        utimesSync(join(copy, name, `${file}.png`), 1, 1);
      }
    }
    const identityOf = async (place: string, options = {}) => (await imageFolder(place, options)).train.source.identity;
    expect(await identityOf(copy)).toBe(train.source.identity);
    expect(test.source.identity).not.toBe(train.source.identity);
    expect(await identityOf(copy, { channels: 1 })).not.toBe(train.source.identity);
    expect(await identityOf(copy, { limit: 3 })).toBe(train.source.subset!([0, 1, 2]).identity);
    for (let file = 0; file < 4; file++) png(join(copy, 'ant', `${file}.png`), (row, column) => [row * column * 7 + file]);
    expect(await identityOf(copy)).not.toBe(train.source.identity);
    rmSync(copy, { recursive: true });
  });

  it('passes over files that are no pictures, and follows links', async () => {
    small('');
    writeFileSync(place('ant', 'notes.txt'), 'ants');
    writeFileSync(place('ant', '.hidden.png'), '');
    writeFileSync(place('README.md'), 'insects');
    mkdirSync(place('.cache'));
    symlinkSync(join(folder, 'bee'), join(folder, 'wasp'));
    const { classNames, train } = await imageFolder(folder);
    expect([classNames, train.count]).toEqual([['ant', 'bee', 'wasp'], 9]);
  });

  it('takes a class that is called train', async () => {
    for (const name of ['car', 'train']) for (const file of ['a', 'b']) grey(place(name, `${file}.png`), 1);
    expect((await imageFolder(folder)).classNames).toEqual(['car', 'train']);
  });

  it.each<[string, () => void, RegExp]>([
    ['no class', () => grey(place('a.png'), 1), /imageFolder: ".*" has no folders; expected one for each class, with its pictures/],
    [
      'a class without pictures',
      () => mkdirSync(place('cat', 'x')),
      /class "cat" has no picture in ".*cat", which has 1 other files or folders/,
    ],
    ['a class of one picture', () => grey(place('cat', 'a.png'), 1), /class "cat" has one picture; expected at least two/],
    ['an empty file', () => writeFileSync(place('ant', '0.png'), ''), /ant\/0\.png" is empty; expected a picture/],
    [
      'a page in place of the first picture',
      () => writeFileSync(place('ant', '0.png'), '<html>'),
      /ant\/0\.png" can't be read as a picture/,
    ],
    [
      'first pictures of two sizes',
      () => grey(place('bee', '0.png'), 1, [5, 5]),
      /bee\/0\.png" is 5 × 5 pixels and ".*ant\/0\.png" 3 × 4; expected pictures of one size/,
    ],
  ])('refuses %s', async (_, change, expected) => {
    if (!/no class/.test(_)) small('');
    change();
    expect(await refusal(() => imageFolder(folder))).toMatch(expected);
  });

  it.each<[string, () => void, RegExp]>([
    ['a class of the test alone', () => grey(place('test', 'cat', 'a.png'), 1), /class "cat" is in "test" and not in "train"/],
    [
      'a class of the training alone',
      () => rmSync(join(folder, 'validation', 'bee'), { recursive: true }),
      /class "bee" is in "train" and not in "validation"/,
    ],
  ])('refuses %s', async (_, change, expected) => {
    small('train', 'validation', 'test');
    change();
    expect(await refusal(() => imageFolder(folder))).toMatch(expected);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['a page', (path) => writeFileSync(path, '<html>404</html>'), /can't be read as a picture: .*unsupported image format/],
    ['a cut picture', (path) => truncateSync(path, 60), /can't be read as a picture: .*; replace or remove it/],
    ['another size', (path) => grey(path, 1, [40, 30]), /is 30 × 40 pixels and the first picture 3 × 4; expected pictures of one size/],
    ['no file', (path) => rmSync(path), /can't be read as a picture: .*missing/],
  ])('names the file when it is read: %s', async (_, spoil, expected) => {
    small('train', 'test');
    const { train } = await imageFolder(folder);
    spoil(join(folder, 'train', 'bee', '2.png'));
    const message = await refusal(() => train.source.rows([0, 1, 2, 3, 4, 5]));
    expect(message).toMatch(expected);
    expect(message).toContain(join('train', 'bee', '2.png'));
    expect(((await train.source.rows([0, 1])) as Float32Array).length).toBe(72);
  });

  it('names a JPEG that is cut short', async () => {
    for (const name of ['p', 'q']) {
      for (const file of ['a', 'b'])
        await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 99, sigma: 40 } } })
          .jpeg()
          .toFile(place(name, `${file}.jpg`));
    }
    truncateSync(join(folder, 'p', 'b.jpg'), readFileSync(join(folder, 'p', 'b.jpg')).length >> 1);
    const { train, test } = await imageFolder(folder);
    const read = async () => [await train.source.rows([0, 1]), await test.source.rows([0, 1])];
    expect(await refusal(read)).toMatch(/p\/b\.jpg" can't be read as a picture/);
  });

  it.each<[object, RegExp]>([
    [{ size: [4] }, /size is \[4\]; expected \[height, width\]/],
    [{ size: [0, 4] }, /size is \[0,4\]/],
    [{ channels: 2 }, /channels is 2; expected 1 or 3/],
    [{ test: 1 }, /test is 1; expected a share between 0 and 1/],
    [{ seed: 0.5 }, /seed is 0.5; expected a whole number/],
    [{ limit: 0 }, /limit is 0/],
  ])('refuses %j', async (options, expected) => {
    small('');
    expect(await refusal(() => imageFolder(folder, options))).toMatch(expected);
  });
});

describe('loadDataset', () => {
  it('takes a folder of class folders, and a size', async () => {
    small('');
    expect(await isImageFolder(folder)).toBe(true);
    const { sampleShape, train } = await loadDataset(folder, { pictures: { size: [2, 2], channels: 3 }, limit: 3, pixelRange: [0, 255] });
    expect([sampleShape, train.count]).toEqual([[2, 2, 3], 3]);
    writeFileSync(place('train-images-idx3-ubyte'), '');
    expect(await isImageFolder(folder)).toBe(false);
  });

  it('refuses a size for data of another kind', async () => {
    expect(await refusal(() => loadDataset('mnist', { pictures: { size: [2, 2] } }))).toMatch(
      /pictures is \{"size":\[2,2\]\}; "mnist" is not a folder of pictures by class/,
    );
  });
});
