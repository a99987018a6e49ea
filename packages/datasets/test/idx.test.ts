import { parseIdx } from '@dum/datasets';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';
import { idxBytes } from './_idx-files.js';

const name = 'train-images-idx3-ubyte';
const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

describe('parseIdx', () => {
  it('gives back what was written, without a copy', () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) => {
          const size = shape.reduce((a, b) => a * b, 1);
          return fc.tuple(fc.constant(shape), fc.uint8Array({ minLength: size, maxLength: size }));
        }),
        ([shape, values]) => {
          const bytes = idxBytes(shape, values);
          const { shape: found, data } = parseIdx(bytes, { name });
          expect(found).toEqual(shape);
          expect(data).toEqual(values);
          expect(data.buffer).toBe(bytes.buffer);
        },
      ),
    );
  });

  it('reads bytes that start in the middle of a buffer', () => {
    const bytes = Uint8Array.from([7, 7, 7, ...idxBytes([2], [5, 6])]).subarray(3);
    expect([...parseIdx(bytes, { name }).data]).toEqual([5, 6]);
  });

  it.each<[number, number[], readonly number[]]>([
    [9, [255, 127], [-1, 127]],
    [11, [255, 254, 3, 232], [-2, 1000]],
    [12, [0, 1, 0, 0, 255, 255, 255, 255], [65_536, -1]],
  ])('reads integers of type %i, which are big-endian', (type, bytes, expected) => {
    expect([...parseIdx(idxBytes([2], bytes, type), { name }).data]).toEqual(expected);
  });

  const whole = idxBytes(
    [10, 4, 3],
    Array.from({ length: 120 }, (_, i) => i),
  );

  it.each(Array.from({ length: 16 }, (_, cut) => cut))('refuses a file cut after %i bytes of its header', async (cut) => {
    const message = await refusal(() => parseIdx(whole.subarray(0, cut), { name }));
    expect(message).toContain(`"${name}"`);
    expect(message).toContain(cut < 4 ? `has ${cut} bytes` : `16 bytes expected for 3 dimensions, ${cut} found`);
  });

  it('refuses a file cut or lengthened anywhere in its data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 16, max: 300 }), async (length) => {
        fc.pre(length !== whole.length);
        const bytes = new Uint8Array(length);
        bytes.set(whole.subarray(0, Math.min(length, whole.length)));
        const message = await refusal(() => parseIdx(bytes, { name }));
        expect(message).toContain(`136 bytes expected for shape [10, 4, 3], ${length} found`);
        expect(message).toContain(length < 136 ? 'cut short' : 'too long');
      }),
      { numRuns: 100 },
    );
  });

  const big = 2 ** 31;
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /has 0 bytes/],
    ['a bad magic number', Uint8Array.from([1, 0, 8, 1, 0, 0, 0, 1, 5]), /starts with 01 00 08 01; expected 00 00 08/],
    ['a gzip file', Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0]), /gzip.*decompressed first/],
    ['a web page', new TextEncoder().encode('<!DOCTYPE html><h1>404</h1>'), /3c 21 44 4f.*web page/],
    ['floats', idxBytes([1], [0, 0, 0, 0], 13), /element type 0x0d \(32-bit float\); expected 0x08 \(unsigned byte\), 0x09/],
    ['half a number', idxBytes([2], [0, 0, 0], 11), /12 bytes expected for shape \[2\], 11 found/],
    ['an unknown type', idxBytes([1], [0], 7), /element type 0x07 \(unknown\)/],
    ['no dimensions', idxBytes([], [1]), /has 0 dimensions/],
    ['an empty dimension', idxBytes([3, 0], []), /size 0 in dimension 1 of \[3, 0\]/],
    ['a dimension of 2³¹', idxBytes([big], []), /size 2147483648 in dimension 0/],
    ['a dimension of 2³² − 1', idxBytes([1, 2 ** 32 - 1], []), /size 4294967295 in dimension 1/],
    ['a product that overflows', idxBytes([big - 1, big - 1, big - 1], []), /2147483647 × 2147483647 × 2147483647 values/],
    ['a product that no file has', idxBytes([big - 1, 1000], []), /2147483647012 bytes expected/],
  ])('refuses %s', async (_, bytes, expected) => {
    expect(await refusal(() => parseIdx(bytes, { name }))).toMatch(expected);
  });

  it('refuses what is not bytes', async () => {
    expect(await refusal(() => parseIdx('bytes' as unknown as Uint8Array, { name }))).toContain('not a Uint8Array');
  });

  it('never throws anything but a DumError, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 64 }))
        .map(([rank, rest]) => Uint8Array.from([0, 0, 8, rank, ...rest])),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          const { shape, data } = parseIdx(input, { name });
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(DumError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
