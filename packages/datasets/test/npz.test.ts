import { readFileSync } from 'node:fs';
import { npzDataset, parseNpy, parseNpz } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const npzOf = (name: string) => ({ name, bytes: fixture(name) });

/** A .npy file of little-endian values. */
const npy = (descr: string, shape: readonly number[], values: ArrayBufferView): Uint8Array => {
  const header = new TextEncoder().encode(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`);
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 255, header.length >> 8, ...header, ...data]);
};

const zip = async (files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
};

const pixels = (count: number) => npy('|u1', [count, 2, 1], new Uint8Array(2 * count).fill(255));
const labels = (...values: number[]) => npy('|u1', [values.length], Uint8Array.from(values));
/** Texts, as numpy saves them. */
const texts = (...values: string[]) => {
  const length = Math.max(...values.map((value) => value.length));
  const codes = values.flatMap((value) => Array.from({ length }, (_, at) => value.codePointAt(at) ?? 0));
  return npy(`<U${length}`, [values.length], Uint32Array.from(codes));
};
const good = () => ({ 'x_train.npy': pixels(3), 'y_train.npy': labels(0, 1, 2), 'x_test.npy': pixels(2), 'y_test.npy': labels(1, 0) });

// what make-fixtures.py writes
const fixturePixels = Array.from({ length: 36 }, (_, i) => i * 7);

describe('parseNpz', () => {
  it("reads NumPy's archives, plain and deflated", async () => {
    const plain = await parseNpz(fixture('pixels.npz'), { name: 'pixels.npz' });
    expect([...plain.keys()]).toEqual(['x_train', 'y_train', 'x_test', 'y_test']);
    expect(plain.get('x_train')).toEqual({ type: 'u1', shape: [6, 2, 3], data: Uint8Array.from(fixturePixels) });
    const deflated = await parseNpz(fixture('floats.npz'), { name: 'floats.npz', only: ['x_test'] });
    expect([...deflated.keys()]).toEqual(['x_test']);
    expect(deflated.get('x_test')!.data).toEqual(Float32Array.from(fixturePixels.slice(0, 18), (value) => Math.fround(value / 100)));
  });

  it('names a missing array and what there is', async () => {
    expect(await refusal(() => parseNpz(fixture('x-and-y.npz'), { name: 'a.npz', only: ['x_train'] }))).toBe(
      'parseNpz: "a.npz" has no array "x_train"; expected x_train, found x, y',
    );
  });

  it('refuses a changed byte, wherever it is, or reads the same values', async () => {
    const bytes = fixture('floats.npz');
    const expected = await parseNpz(bytes, { name: 'floats.npz' });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const flipped = bytes.slice();
        flipped[at]! ^= 1 << bit;
        try {
          expect((await parseNpz(flipped, { name: 'floats.npz', only: [...expected.keys()] })).get('x_train')).toEqual(
            expected.get('x_train'),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(DumError);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses an archive cut anywhere', async () => {
    const bytes = fixture('pixels.npz');
    for (const length of [0, 1, 3, 30, 100, 500, bytes.length - 23, bytes.length - 1])
      expect(await refusal(() => parseNpz(bytes.subarray(0, length), { name: 'cut.npz' }))).toMatch(/"cut\.npz" (is damaged|is not a zip)/);
  });

  /** The archive with each size field of this value set to another. */
  const withSize = (bytes: Uint8Array, from: number, to: number): Uint8Array => {
    const forged = bytes.slice();
    const view = new DataView(forged.buffer);
    for (let at = 0; at + 4 <= forged.length; at++) if (view.getUint32(at, true) === from) view.setUint32(at, to, true);
    return forged;
  };

  it('inflates no further than the size that is declared', async () => {
    const bomb = await zip({ 'x.npy': new Uint8Array(30_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(() => parseNpz(withSize(bomb, 30_000_000, 1000), { name: 'bomb.npz' }))).toMatch(
      /damaged array "x": invalid uncompressed size/,
    );
  });

  it('refuses a size that no array has before it inflates anything', async () => {
    const forged = withSize(await zip({ 'x.npy': new Uint8Array(3_000_000) }), 3_000_000, 0xf0000000);
    expect(await refusal(() => parseNpz(forged, { name: 'huge.npz' }))).toMatch(
      /declares 4026531840 bytes for "x"; expected at most 2147483647/,
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a web page', new TextEncoder().encode('<html>'), /is not a zip archive \(6 bytes/],
    ['no bytes', new Uint8Array(0), /is not a zip archive \(0 bytes/],
    ['a name', 'file.npz' as unknown as Uint8Array, /is not a Uint8Array/],
  ])('refuses %s', async (_, bytes, expected) => {
    expect(await refusal(() => parseNpz(bytes, { name: 'a.npz' }))).toMatch(expected);
  });

  it('refuses pickled objects, naming the array', async () => {
    const bytes = await zip({ 'a.npy': fixture('object.npy') });
    expect(await refusal(() => parseNpz(bytes, { name: 'a.npz' }))).toMatch(/"a\.npz\/a\.npy" holds pickled Python objects/);
  });

  it('refuses a folder in the place of an array', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
    await writer.add('x.npy/', undefined, { directory: true });
    const bytes = await writer.close();
    expect(await refusal(() => parseNpz(bytes, { name: 'a.npz', only: ['x'] }))).toMatch(/has no array "x"; expected x, found none/);
  });
});

describe('npzDataset', () => {
  it('scales uint8 pixels to [0, 1] and names classes by number', async () => {
    const { train, test, ...rest } = await npzDataset(npzOf('pixels.npz'));
    expect(rest).toEqual({ name: 'pixels', sampleShape: [2, 3], range: [0, 1], classNames: ['0', '1', '2'] });
    expect(train.source.values!).toEqual(Float32Array.from(fixturePixels, (value) => value / 255));
    expect([...train.y]).toEqual([0, 1, 2, 0, 1, 2]);
    expect([train.role, train.count, test.role, test.count]).toEqual(['train', 6, 'test', 3]);
  });

  it('keeps floats as they are and gives their range', async () => {
    const { train, test, range } = await npzDataset(npzOf('floats.npz'));
    expect(train.source.values!).toEqual(Float32Array.from(fixturePixels, (value) => Math.fround(value / 100)));
    expect([...test.y]).toEqual([0, 1, 2]);
    expect(range).toEqual([0, 255]);
  });

  it('reads big-endian doubles, and labels in a column', async () => {
    const [expected, found] = [await npzDataset(npzOf('floats.npz')), await npzDataset(npzOf('big-endian.npz'))];
    for (const role of ['train', 'test'] as const) {
      expect(found[role].source.identity).toBe(expected[role].source.identity);
      expect(found[role].y).toEqual(expected[role].y);
    }
  });

  it('keeps the first samples of each split, and names of its own', async () => {
    const { train, test, classNames } = await npzDataset(npzOf('floats.npz'), { limit: 2, classNames: ['a', 'b', 'c'] });
    expect([train.count, train.source.values!.length, test.count]).toEqual([2, 12, 2]);
    expect(classNames).toEqual(['a', 'b', 'c']);
  });

  it('reads the int64 labels that numpy gives, of a thousand classes', async () => {
    const y = npy('<i8', [3], BigInt64Array.from([0n, 255n, 999n]));
    const { train, classNames } = await npzDataset({ name: 'a.npz', bytes: await zip({ ...good(), 'y_train.npy': y }) });
    expect([[...train.y], classNames.length, classNames[255]]).toEqual([[0, 255, 999], 1000, '255']);
  });

  it.each<[string, Uint8Array]>([
    ['|u1', Uint8Array.from([0, 7, 255, 3])],
    ['|i1', Uint8Array.from([0, 7, 127, 3])],
    ['<u2', new Uint8Array(Uint16Array.from([0, 7, 65_535, 3]).buffer)],
    ['<i4', new Uint8Array(Int32Array.from([-5, 7, 30_000, 3]).buffer)],
    ['<i8', new Uint8Array(BigInt64Array.from([-5n, 7n, 30_000n, 3n]).buffer)],
  ])('keeps %s token ids as they are, also where pixels get a range', async (descr, values) => {
    const { data } = parseNpy(npy(descr, [2, 2], values), { name: 'x' });
    const x = npy(descr, [2, 2], values);
    const bytes = await zip({ 'x_train.npy': x, 'y_train.npy': labels(0, 1), 'x_test.npy': x, 'y_test.npy': labels(0, 1) });
    const { train } = await npzDataset({ name: 'a.npz', bytes }, { pixelRange: [-1, 1] });
    expect([...train.source.values!]).toEqual(Array.from(data as ArrayLike<number>, Number));
  });

  it.each<[readonly number[], readonly number[]]>([
    [
      [0, 0.5],
      [0, 1],
    ],
    [
      [-0.5, 0.5],
      [-1, 1],
    ],
    [
      [0, 3],
      [0, 255],
    ],
    [
      [-7, 300],
      [-7, 300],
    ],
  ])('values %j have range %j', async (values, range) => {
    const x = npy('<f8', [2, 1], Float64Array.from(values));
    const y = labels(0, 1);
    const bytes = await zip({ 'x_train.npy': x, 'y_train.npy': y, 'x_test.npy': x, 'y_test.npy': y });
    expect((await npzDataset({ name: 'a.npz', bytes })).range).toEqual(range);
  });

  it('holds out a test split of x and y alone, of every class, and says so', async () => {
    const { train, test, notes, sampleShape } = await npzDataset(npzOf('x-and-y.npz'));
    expect([train.count, test.count, sampleShape]).toEqual([5, 1, [2, 3]]);
    expect(notes).toEqual(['"x-and-y.npz" has no test split, so 1 of its 6 samples are held out for testing, the same in every run']);
    const values = [...train.source.values!, ...test.source.values!].sort((a, b) => a - b);
    expect(values).toEqual(Array.from(fixturePixels, (value) => Math.fround(value / 255)));
    const limited = await npzDataset(npzOf('x-and-y.npz'), { limit: 2 });
    expect(limited.train.source.values!).toEqual(train.source.values!.subarray(0, 12));
  });

  it.each<[string, string]>([
    ['X_train', 'Y_train'],
    ['train_x', 'train_y'],
    ['trainX', 'trainY'],
    ['train_images', 'train_labels'],
    ['data_train', 'target_train'],
    ['images', 'labels'],
    ['data', 'target'],
    ['X', 'y'],
    ['features', 'targets'],
  ])('finds %s and %s', async (x, y) => {
    const bytes = await zip({ [`${x}.npy`]: pixels(4), [`${y}.npy`]: labels(0, 1, 0, 1) });
    const { train, test } = await npzDataset({ name: 'a.npz', bytes });
    expect(train.count + test.count).toBe(4);
  });

  it('takes a validation split and the names of classes from the archive', async () => {
    const bytes = await zip({
      ...good(),
      'x_val.npy': pixels(2),
      'y_val.npy': labels(2, 0),
      'class_names.npy': texts('cat', 'dog', 'owl'),
    });
    const { validation, classNames, notes } = await npzDataset({ name: 'a.npz', bytes });
    expect([[...validation!.y], classNames, notes]).toEqual([[2, 0], ['cat', 'dog', 'owl'], undefined]);
  });

  it('reads labels that are texts, booleans, whole floats or one-hot rows', async () => {
    const labelled = async (train: Uint8Array, test: Uint8Array) => {
      const bytes = await zip({ ...good(), 'y_train.npy': train, 'y_test.npy': test });
      const { train: found, test: tested, classNames, notes } = await npzDataset({ name: 'a.npz', bytes });
      return [[...found.y], [...tested.y], classNames, notes];
    };
    expect(await labelled(texts('owl', 'cat', 'owl'), texts('dog', 'cat'))).toEqual([[2, 0, 2], [1, 0], ['cat', 'dog', 'owl'], undefined]);
    const bits = (...values: number[]) => npy('|b1', [values.length], Uint8Array.from(values));
    expect(await labelled(bits(1, 0, 1), bits(0, 1))).toEqual([[1, 0, 1], [0, 1], ['false', 'true'], undefined]);
    const floats = (...values: number[]) => npy('<f4', [values.length], Float32Array.from(values));
    expect(await labelled(floats(1, 0, 2), floats(0, 1))).toEqual([[1, 0, 2], [0, 1], ['0', '1', '2'], undefined]);
    const rows = (...values: number[]) => npy('<f8', [values.length / 3, 3], Float64Array.from(values));
    expect(await labelled(rows(0, 1, 0, 1, 0, 0, 0, 0, 1), rows(1, 0, 0, 0, 1, 0))).toEqual([
      [1, 0, 2],
      [0, 1],
      ['0', '1', '2'],
      ['y_train is one-hot, so its columns are read as 3 classes', 'y_test is one-hot, so its columns are read as 3 classes'],
    ]);
  });

  it.each<[string, Readonly<Record<string, Uint8Array>>, RegExp]>([
    ['counts that differ', { 'y_train.npy': labels(0, 1) }, /x_train has 3 samples and y_train 2 labels/],
    [
      'shapes that differ',
      { 'x_test.npy': npy('|u1', [2, 3, 1], new Uint8Array(6)) },
      /x_train has samples of shape \[2, 1\] and x_test of \[3, 1\]/,
    ],
    ['types that differ', { 'x_test.npy': npy('<f4', [2, 2, 1], new Float32Array(4)) }, /x_train has type u1 and x_test f4/],
    ['samples without labels', { 'x_val.npy': pixels(1) }, /has "x_val" and no labels for it, such as y; found x_train/],
    ['labels without samples', { 'y_val.npy': labels(1) }, /has "y_val" and no samples for it, such as x/],
    [
      'two arrays of samples',
      { 'train_images.npy': pixels(3) },
      /has the arrays x_train and train_images, which are both samples of the train split/,
    ],
    ['texts as samples', { 'x_train.npy': texts('a', 'b', 'c') }, /x_train holds texts; expected numbers, as np\.unique/],
    ['numbers among texts', { 'y_train.npy': texts('a', 'b', 'c') }, /y_test has numbers where other labels are texts/],
    ['numbers as names of classes', { 'class_names.npy': labels(1, 2, 3) }, /class_names holds numbers; expected the names/],
    ['a single column', { 'x_train.npy': labels(1, 2, 3) }, /x_train has shape \[3\]; expected \[count, …shape/],
    [
      'a whole number that a float can’t hold',
      {
        'x_train.npy': npy('<i8', [3, 1], BigInt64Array.from([0n, 2n ** 24n, 2n ** 24n + 1n])),
        'x_test.npy': npy('<i8', [2, 1], new BigInt64Array(2)),
      },
      /x_train has 16777217 at position 2, which a float32 can't hold exactly/,
    ],
    [
      'rows that are not one-hot',
      { 'y_train.npy': npy('|u1', [3, 3], new Uint8Array(9)) },
      /y_train has shape \[3, 3\] and row 0 is 0, 0, 0; expected one-hot/,
    ],
    [
      'labels in three dimensions',
      { 'y_train.npy': npy('|u1', [3, 1, 1], new Uint8Array(3)) },
      /y_train has shape \[3, 1, 1\]; expected \[count\]/,
    ],
    ['fractions as labels', { 'y_test.npy': npy('<f4', [2], Float32Array.from([1, 0.5])) }, /y_test has 0\.5, as for a regression/],
    [
      'a negative label',
      { 'y_test.npy': npy('<i8', [2], BigInt64Array.from([0n, -1n])) },
      /y_test has label -1 at position 1; expected 0 to 65534/,
    ],
    ['label 65,535', { 'y_train.npy': npy('<u2', [3], Uint16Array.from([0, 65_535, 1])) }, /y_train has label 65535 at position 1/],
    ['a label of 2³²', { 'y_test.npy': npy('<u8', [2], BigUint64Array.from([2n ** 32n, 0n])) }, /label 4294967296 at position 0/],
    ['no sample', { 'x_test.npy': pixels(0), 'y_test.npy': labels() }, /test split: there is no sample/],
    [
      'NaN',
      {
        'x_train.npy': npy('<f4', [3, 2], Float32Array.from([0, 1, 2, Number.NaN, 0, 0])),
        'x_test.npy': npy('<f4', [2, 2], new Float32Array(4)),
      },
      /"a\.npz" train split: x is NaN at sample 1, position 1/,
    ],
    [
      'a double too great for a float',
      {
        'x_train.npy': npy('<f8', [3, 2], Float64Array.from([1e300, 0, 0, 0, 0, 0])),
        'x_test.npy': npy('<f8', [2, 2], new Float64Array(4)),
      },
      /x is Infinity at sample 0/,
    ],
  ])('refuses %s', async (_, change, expected) => {
    const bytes = await zip({ ...good(), ...change });
    expect(await refusal(() => npzDataset({ name: 'a.npz', bytes }))).toMatch(expected);
  });

  it('refuses a label without a class name', async () => {
    const bytes = await zip(good());
    expect(await refusal(() => npzDataset({ name: 'a.npz', bytes }, { classNames: ['a', 'b'] }))).toMatch(
      /label 2 at sample 2; expected 0 to 1/,
    );
  });
});
