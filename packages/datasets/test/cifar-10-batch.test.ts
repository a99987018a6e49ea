import { parseCifar10Batch } from '@dum/datasets';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { cifarBatch, pixelOf } from './_cifar-10-files.js';
import { refusal } from './_errors.js';
import { cifar10BatchOfSheet } from '../src/node/cifar-10-sheet.js';

describe('parseCifar10Batch', () => {
  it('weaves the three planes of a sample into pixels', () => {
    const { name, bytes } = cifarBatch('two.bin', [3, 9]);
    const { labels, pixels } = parseCifar10Batch(bytes, { name });
    expect([...labels]).toEqual([3, 9]);
    expect(pixels).toHaveLength(2 * 3072);
    for (const [sample, channel, row, column] of [
      [0, 0, 0, 0],
      [0, 2, 0, 1],
      [0, 1, 31, 31],
      [1, 0, 5, 0],
      [1, 2, 17, 9],
    ] as const)
      expect(pixels[((sample * 32 + row) * 32 + column) * 3 + channel]).toBe(pixelOf(sample, channel, row, column));
  });

  it('reads a view into a larger buffer', () => {
    const { name, bytes } = cifarBatch('one.bin', [4]);
    const padded = new Uint8Array(bytes.length + 20);
    padded.set(bytes, 7);
    expect(parseCifar10Batch(padded.subarray(7, 7 + bytes.length), { name })).toEqual(parseCifar10Batch(bytes, { name }));
  });

  const { bytes } = cifarBatch('two.bin', [3, 9]);
  it.each([0, 1, 2, 3072, 3074, 4000, 6145])('refuses a file cut after %d bytes', async (length) => {
    const message = await refusal(() => parseCifar10Batch(bytes.subarray(0, length), { name: 'cut.bin' }));
    expect(message).toContain(`"cut.bin" has ${length} bytes; expected a multiple of 3073`);
  });

  it('refuses every other length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), async (length) => {
        fc.pre(length % 3073 !== 0);
        const message = await refusal(() => parseCifar10Batch(new Uint8Array(length), { name: 'cut.bin' }));
        expect(message).toContain(`"cut.bin" has ${length} bytes; expected a multiple of 3073`);
      }),
    );
  });

  it('refuses a file that is too long, as that of another data set is', async () => {
    const twoLabels = new Uint8Array(3074 * 10);
    expect(await refusal(() => parseCifar10Batch(twoLabels, { name: 'train.bin' }))).toMatch(
      /"train\.bin" has 30740 bytes; expected a multiple/,
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a label above 9', cifarBatch('x.bin', [1, 10]).bytes, /"x\.bin" has label 10 at sample 1; expected 0 to 9$/],
    ['a web page', new TextEncoder().encode('<html>'.padEnd(100)), /has 100 bytes; .*; this looks like a web page/],
    [
      'a web page of just the length',
      new TextEncoder().encode('<html>'.padEnd(3073)),
      /has label 60 at sample 0; .*; this looks like a web page/,
    ],
    ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8), /; this is a gzip file, which must be decompressed first/],
    ['no bytes', [1, 2] as unknown as Uint8Array, /the contents of "x\.bin" are not a Uint8Array/],
  ])('refuses %s', async (_, given, expected) => {
    expect(await refusal(() => parseCifar10Batch(given, { name: 'x.bin' }))).toMatch(expected);
  });
});

/** A PNG whose row s has the pixels of sample s. */
const sheet = (samples: number, width = 1024): Uint8Array => {
  const png = new PNG({ width, height: samples, colorType: 2 });
  for (let pixel = 0; pixel < samples * width; pixel++) {
    const [sample, at] = [Math.floor(pixel / width), pixel % width];
    for (let channel = 0; channel < 3; channel++) png.data[4 * pixel + channel] = pixelOf(sample, channel, Math.floor(at / 32), at % 32);
    png.data[4 * pixel + 3] = 255;
  }
  return new Uint8Array(PNG.sync.write(png, { colorType: 2 }));
};

describe('cifar10BatchOfSheet', () => {
  const labels = Uint8Array.of(7, 0, 2);

  it('gives the very bytes of the binary batch', () => {
    expect(cifar10BatchOfSheet({ bytes: sheet(3), labels }, { name: 'a.png' })).toEqual(cifarBatch('a.bin', [7, 0, 2]).bytes);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['of another width', sheet(3, 1000), /"a\.png" is 1000 pixels wide and 3 high; expected 1024 and 3/],
    ['of another height', sheet(2), /is 1024 pixels wide and 2 high; expected 1024 and 3, a row for each label/],
    ['cut short', sheet(3).subarray(0, 200), /"a\.png" cannot be read as a PNG: /],
    ['that is none', new TextEncoder().encode('<html>'), /cannot be read as a PNG: /],
  ])('refuses a sheet %s', async (_, bytes, expected) => {
    expect(await refusal(() => cifar10BatchOfSheet({ bytes, labels }, { name: 'a.png' }))).toMatch(expected);
  });
});
