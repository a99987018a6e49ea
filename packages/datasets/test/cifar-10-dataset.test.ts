import { cifar10Dataset } from '@dum/datasets';
import { describe, expect, it } from 'vitest';
import { cifar10ClassNames, cifarBatch, pixelOf } from './_cifar-10-files.js';
import { refusal } from './_errors.js';

const train = [cifarBatch('1.bin', [0, 9, 3]), cifarBatch('2.bin', [5, 1], 3)];
const test = [cifarBatch('t.bin', [2, 8])];
const at = (x: Float32Array, sample: number, channel: number, row: number, column: number) =>
  x[((sample * 32 + row) * 32 + column) * 3 + channel];

describe('cifar10Dataset', () => {
  it('joins batches in order, with pixels in [0, 1]', () => {
    const cifar = cifar10Dataset({ train, test });
    expect([cifar.name, cifar.sampleShape, cifar.range, cifar.classNames]).toEqual(['cifar-10', [32, 32, 3], [0, 1], cifar10ClassNames]);
    expect([cifar.train.role, cifar.test.role, [...cifar.train.y], [...cifar.test.y]]).toEqual(['train', 'test', [0, 9, 3, 5, 1], [2, 8]]);
    for (let sample = 0; sample < 5; sample++) {
      for (let channel = 0; channel < 3; channel++)
        expect(at(cifar.train.source.values!, sample, channel, 11, 30)).toBe(Math.fround(pixelOf(sample, channel, 11, 30) / 255));
    }
  });

  it('keeps the first samples of each split, over the end of a batch', () => {
    const { train: four, test: all } = cifar10Dataset({ train, test, limit: 4 });
    expect([[...four.y], four.source.values!.length, all.count]).toEqual([[0, 9, 3, 5], 4 * 3072, 2]);
    expect(at(four.source.values!, 3, 1, 0, 0)).toBe(Math.fround(pixelOf(3, 1, 0, 0) / 255));
  });

  it.each<[readonly [number, number], (byte: number) => number]>([
    [[0, 255], (byte) => byte],
    [[-1, 1], (byte) => byte / 127.5 - 1],
  ])('puts pixels into %j', (pixelRange, expected) => {
    const { range, train: scaled } = cifar10Dataset({ train, test, pixelRange });
    expect(range).toEqual(pixelRange);
    for (const column of [0, 1, 8, 31])
      expect(at(scaled.source.values!, 2, 2, 30, column)).toBeCloseTo(expected(pixelOf(2, 2, 30, column)), 6);
    if (pixelRange[1] === 255) expect(scaled.source.values!.every(Number.isInteger)).toBe(true);
  });

  it.each<[string, object, RegExp]>([
    ['no batch', { test: [] }, /test has no batch/],
    ['a batch cut short', { train: [{ name: '1.bin', bytes: train[0]!.bytes.subarray(1) }] }, /"1\.bin" has 9218 bytes/],
    ['a limit of 0', { limit: 0 }, /limit is 0/],
    ['a range that falls', { pixelRange: [1, 0] }, /pixelRange is \[1,0\]; expected the values of the darkest and the brightest pixel/],
    ['a range of text', { pixelRange: '0-255' }, /pixelRange is "0-255"/],
    ['a range that is not finite', { pixelRange: [0, Number.NaN] }, /pixelRange is \[0,null\]/],
  ])('refuses %s', async (_, changed, expected) => {
    expect(await refusal(() => cifar10Dataset({ train, test, ...changed }))).toMatch(expected);
  });
});
