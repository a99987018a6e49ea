import { readFileSync } from 'node:fs';
import { parseNpy } from '@dum/datasets';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const signed = [-3, 0, 2, 5, 7, 100];

const withHeader = (header: string, values: readonly number[] = []) => {
  const text = new TextEncoder().encode(header);
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, text.length & 255, text.length >> 8, ...text, ...values]);
};

describe('parseNpy', () => {
  it.each(['i1', 'le-i2', 'be-i2', 'le-i4', 'be-i4', 'le-i8', 'be-i8', 'le-f4', 'be-f4', 'le-f8', 'be-f8', 'version-2'])(
    "reads NumPy's %s",
    (name) => {
      const { type, shape, data } = parseNpy(fixture(`${name}.npy`), { name });
      expect(type).toBe(name === 'version-2' ? 'f4' : name.slice(-2));
      expect(shape).toEqual([2, 3]);
      expect(Array.from(data as ArrayLike<number | bigint>, Number)).toEqual(signed);
    },
  );

  it.each(['u1', 'le-u2', 'be-u4', 'le-u8'])("reads NumPy's %s", (name) => {
    const { type, data } = parseNpy(fixture(`${name}.npy`), { name });
    expect(type).toBe(name.slice(-2));
    expect(Array.from(data as ArrayLike<number | bigint>, Number)).toEqual(signed.map(Math.abs));
  });

  it('reads booleans, and texts of any length and byte order', () => {
    expect(parseNpy(fixture('boolean.npy'), { name: 'boolean' })).toEqual({ type: 'b1', shape: [2], data: new Uint8Array([1, 0]) });
    expect(parseNpy(fixture('text.npy'), { name: 'text' })).toEqual({ type: 'text', shape: [2], data: ['a', 'b'] });
    const texts = { type: 'text', shape: [3], data: ['über', '', '🐈'] };
    for (const name of ['le-texts', 'be-texts']) expect(parseNpy(fixture(`${name}.npy`), { name })).toEqual(texts);
    expect(parseNpy(fixture('bytes.npy'), { name: 'bytes' })).toEqual({ type: 'text', shape: [2, 1], data: ['cat', 'a'] });
  });

  it('reads a scalar, and headers of other writers', () => {
    expect(parseNpy(fixture('scalar.npy'), { name: 'scalar' })).toEqual({ type: 'f8', shape: [], data: new Float64Array([1.5]) });
    const bytes = withHeader('{"shape":(2,),"fortran_order":False,"descr":"|u1"}', [3, 4]);
    expect(parseNpy(bytes, { name: 'other' })).toEqual({ type: 'u1', shape: [2], data: new Uint8Array([3, 4]) });
  });

  it('leaves the bytes it was given as they were', () => {
    const bytes = fixture('be-i4.npy');
    parseNpy(bytes, { name: 'be-i4.npy' });
    expect(bytes).toEqual(fixture('be-i4.npy'));
  });

  it.each<[string, RegExp]>([
    ['object.npy', /"object.npy" holds pickled Python objects, which are never unpacked/],
    ['record.npy', /records with named fields/],
    ['half.npy', /element type "<f2"; expected one of b1, u1, u2/],
    ['fortran.npy', /Fortran \(column\) order.*ascontiguousarray/],
  ])('refuses %s', async (name, expected) => {
    expect(await refusal(() => parseNpy(fixture(name), { name }))).toMatch(expected);
  });

  const u1 = (shape: string) => withHeader(`{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`);
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /has 0 bytes/],
    ['another file', new TextEncoder().encode('<!DOCTYPE html>'), /does not start with the bytes of a \.npy file/],
    ['format version 9', Uint8Array.from([...fixture('u1.npy').subarray(0, 6), 9, ...fixture('u1.npy').subarray(7)]), /version 9/],
    ['no type', withHeader("{'shape': (1,)}"), /no 'descr'/],
    ['no order', withHeader("{'descr': '|u1', 'shape': (1,)}"), /no 'fortran_order'/],
    ['no shape', withHeader("{'descr': '|u1', 'fortran_order': False}"), /no 'shape'/],
    ['a negative size', u1('(-1,)'), /no 'shape'/],
    ['a shape of text', u1("('a',)"), /no 'shape'/],
    ['a shape that overflows', u1('(9999999999999999, 9999999999999999)'), /cut short: 1e\+32 bytes expected/],
    ['an inherited name as a type', withHeader("{'descr': 'toString', 'fortran_order': False, 'shape': (1,)}"), /element type "toString"/],
  ])('refuses %s', async (_, bytes, expected) => {
    expect(await refusal(() => parseNpy(bytes, { name: 'x.npy' }))).toMatch(expected);
  });

  const whole = fixture('le-f4.npy');
  it('refuses a file cut or lengthened anywhere', async () => {
    for (let length = 0; length < whole.length + 20; length++) {
      if (length === whole.length) continue;
      const bytes = new Uint8Array(length);
      bytes.set(whole.subarray(0, length));
      const message = await refusal(() => parseNpy(bytes, { name: 'x.npy' }));
      expect(message).toContain('"x.npy"');
      if (length >= 128) expect(message).toContain(`152 bytes expected for shape [2, 3] of f4, ${length} found`);
    }
  });

  it('never throws anything but a DumError, whatever the header', () => {
    const header = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ maxLength: 20 }).map((text) => `{'descr': '|u1', 'fortran_order': False, 'shape': (${text}), }`),
    );
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 20 }), (text, values) => {
        try {
          parseNpy(withHeader(text, [...values]), { name: 'x.npy' });
        } catch (error) {
          expect(error).toBeInstanceOf(DumError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
