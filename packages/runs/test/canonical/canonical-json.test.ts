import { createHash } from 'node:crypto';
import { canonicalJson, contentKey } from '@dum/runs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    finite,
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { noNullPrototype: true }),
  ),
})).value;

/** The same value with the keys of each object in another order. */
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, shuffled(entry)]),
  );
};

/** −0 as 0, which is all that the text loses. */
const withoutSigns = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('canonicalJson', () => {
  it('is JSON that gives the value back', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(withoutSigns(value));
      }),
    );
  });

  it('does not depend on the order of keys, and has no other text for the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('differs where values do', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const same = JSON.stringify(shuffledSorted(a)) === JSON.stringify(shuffledSorted(b));
        expect(canonicalJson(a) === canonicalJson(b)).toBe(same);
      }),
    );
  });

  it('has the shortest text of a number that reads back as it', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const text = canonicalJson(value);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
        const digits = (of: string) =>
          of
            .replace(/e.*/, '')
            .replace(/^-?0*\.?0*|\./g, '')
            .replace(/0+$/, '').length;
        const fewer = digits(text) - 1;
        if (fewer >= 1) expect(Number(value.toPrecision(Math.min(100, fewer)))).not.toBe(value);
      }),
    );
  });

  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'], '': {} }, '{"":{},"a":[true,null,"x"],"b":1}'],
    [{ '\u20ac': 1, '\r': 2, 1: 3, '\ud83d\ude00': 4, '\u0080': 5, ö: 6 }, '{"\\r":2,"1":3,"\u0080":5,"ö":6,"€":1,"😀":4}'],
    [{ left: undefined, kept: 1 }, '{"kept":1}'],
    [
      [-0, 0, 1e21, 1e-7, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 100],
      '[0,0,1e+21,1e-7,0.30000000000000004,5e-324,1.7976931348623157e+308,100]',
    ],
    ['"\\\u0007\u2028', '"\\"\\\\\\u0007\u2028"'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  const loop: { within: unknown[] } = { within: [] };
  loop.within.push(loop);
  it.each<[string, unknown, string]>([
    ['a NaN', { settings: { rates: [1, Number.NaN] } }, 'settings.rates[1] is NaN; expected a finite number or null'],
    ['an Infinity', Number.NEGATIVE_INFINITY, 'the value is -Infinity; expected a finite number or null'],
    ['undefined', undefined, 'the value is missing; expected JSON'],
    ['an undefined item', [undefined], '[0] is missing; expected JSON'],
    ['a hole', new Array(1), '[0] is missing; expected JSON'],
    ['a function', { a: Math.max }, 'a is a function; expected JSON'],
    ['a bigint', { a: 1n }, 'a is a bigint; expected JSON'],
    ['a typed array', { a: new Float32Array(2) }, 'a is a list of 2; expected a plain object'],
    ['a date', new Date(0), 'the value is an object; expected a plain object'],
    ['a map', { a: new Map() }, 'a is an object; expected a plain object'],
    ['a lone surrogate', { a: '\ud800' }, 'a is "\\ud800"; expected a text without a lone surrogate'],
    ['a key with a lone surrogate', { '\udfff': 1 }, 'the value is "\\udfff"; expected a text without a lone surrogate'],
    ['a cycle', loop, 'within[0] is an object that contains itself; expected JSON'],
  ])('refuses %s', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(`canonicalJson: ${message}`);
  });

  it('takes the same object in two places', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
});

const shuffledSorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return ['array', ...value.map(shuffledSorted)];
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['object', ...members.map(([key, entry]) => [key, shuffledSorted(entry)])];
};

describe('contentKey', () => {
  const config = { format: 'dum-test', version: 1, seed: 1, alpha: 1e-3, layers: null };

  it('is the SHA-256 of the canonical JSON', () => {
    const text = '{"alpha":0.001,"format":"dum-test","layers":null,"seed":1,"version":1}';
    expect(contentKey(config)).toBe(createHash('sha256').update(text).digest('hex'));
    expect(contentKey({ ...config, format: 'dum-ü' })).toBe(createHash('sha256').update(text.replace('dum-test', 'dum-ü')).digest('hex'));
  });

  it('depends on each field, and not on their order', () => {
    const key = contentKey(config);
    expect(contentKey({ layers: null, alpha: 1e-3, seed: 1, version: 1, format: 'dum-test' })).toBe(key);
    const changes = [{ version: 2 }, { format: 'dum-other' }, { seed: 2 }, { alpha: 0.0010000000000000002 }, { layers: [] }, { more: 1 }];
    expect(new Set([key, ...changes.map((change) => contentKey({ ...config, ...change }))]).size).toBe(changes.length + 1);
  });

  it.each([{ format: '' }, { format: undefined }, { version: 0 }, { version: 1.5 }, { version: '1' }])('refuses %j', (change) => {
    expect(() => contentKey({ ...config, ...change } as never)).toThrow(
      /^contentKey: the format is .* and its version .*; expected a name and a whole number/,
    );
  });
});
