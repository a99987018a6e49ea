import { DumError } from '@dum/errors';
import { maskSetFromJson, maskSetToJson, subnetworksFromJson, subnetworksToJson } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMasks, anySubnetworks } from './arbitrary-masks.js';

const name = 'masks.json';

const expectRefusal = (read: () => unknown): void => {
  let outcome: unknown;
  try {
    outcome = read();
  } catch (error) {
    outcome = error;
  }
  expect(outcome).toBeInstanceOf(DumError);
  expect((outcome as DumError).code).toBe('bad-input');
  expect((outcome as DumError).message).toMatch(/^masks\.json: ./);
};

const flipBit = (text: string, bit: number): string => {
  const bytes = Buffer.from(text, 'utf8');
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes.toString('utf8');
};

const kinds = [
  { kind: 'subnetworks', texts: anySubnetworks.map(subnetworksToJson), read: (text: string) => subnetworksFromJson(text, { name }) },
  { kind: 'a mask set', texts: anyMasks.map(maskSetToJson), read: (text: string) => maskSetFromJson(text, { name }) },
];

describe.each(kinds)('a file of $kind', ({ texts, read }) => {
  const sample = fc.sample(texts, { seed: 3, numRuns: 12 });

  test('is not read with any one bit flipped', () => {
    const text = sample.reduce((shortest, candidate) => (candidate.length < shortest.length ? candidate : shortest));
    const bits = Buffer.byteLength(text) * 8;
    for (let bit = 0; bit < bits; bit++) expectRefusal(() => read(flipBit(text, bit)));
  });

  test('is not read with any of 200 random bits flipped', () => {
    const cases = fc.tuple(texts, fc.nat()).map(([text, at]) => flipBit(text, at % (Buffer.byteLength(text) * 8)));
    fc.assert(
      fc.property(cases, (text) => expectRefusal(() => read(text))),
      { numRuns: 200 },
    );
  });

  test('is not read cut short anywhere, nor with anything behind', () => {
    for (const text of sample) {
      for (let length = 0; length < text.length - 1; length++) expectRefusal(() => read(text.slice(0, length)));
      for (const more of [' ', '\n', '{}', text]) expectRefusal(() => read(text + more));
    }
  });

  test('is not read with a stretch replaced, doubled or left out', () => {
    const edit = fc.record({
      text: texts,
      from: fc.nat(),
      length: fc.nat({ max: 40 }),
      instead: fc.string({ maxLength: 8, unit: 'binary' }),
      doubled: fc.boolean(),
    });
    fc.assert(
      fc.property(edit, ({ text, from, length, instead, doubled }) => {
        const start = from % text.length;
        const stretch = text.slice(start, start + length);
        const edited = text.slice(0, start) + (doubled ? stretch + stretch : instead) + text.slice(start + length);
        fc.pre(edited !== text && edited !== text.trimEnd());
        expectRefusal(() => read(edited));
      }),
      { numRuns: 500 },
    );
  });

  test('is not read reformatted', () => {
    for (const text of sample) {
      expect(() => read(JSON.stringify(JSON.parse(text)))).toThrow(
        'masks.json: the last line is not the checksum; the file was edited or reformatted, write it again',
      );
    }
  });

  test.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"dum-subnetworks"'],
    ['an empty object', '{}'],
    ['a web page', '<!doctype html>'],
    ['a byte order mark', '\uFEFF{}'],
    ['a million brackets', '['.repeat(1_000_000)],
  ])('is not mistaken for %s', (_, text) => {
    expectRefusal(() => read(text));
  });
});

test('a lone surrogate does not pass for the character that its UTF-8 form would be', () => {
  const text = maskSetToJson({
    network: '0'.repeat(64),
    layers: [{ layer: '\uFFFD', granularity: 'channel', shape: [1], kept: Uint8Array.of(1) }],
  });
  expect(maskSetFromJson(text, { name }).layers[0]!.layer).toBe('\uFFFD');
  expectRefusal(() => maskSetFromJson(text.replace('\uFFFD', '\uD800'), { name }));
});
