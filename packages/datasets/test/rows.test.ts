import { createSplit, group, inMemory, type RowSource, relabel, subset, takeFirst } from '@dum/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

const numbers = (count: number, of: number[] = [2]) => {
  const size = of.reduce((product, each) => product * each, 1);
  return { x: Float32Array.from({ length: count * size }, (_, at) => at), sampleShape: of };
};

/** The same samples, read when they are asked for. */
const onDemand = ({ count, sampleShape, identity, rows }: RowSource): RowSource => ({
  ...{ count, sampleShape, identity },
  rows: (indices) => Promise.resolve(rows(indices)),
});

const places = fc.array(fc.nat({ max: 9 }), { maxLength: 12 });

describe('inMemory', () => {
  it('gives samples in any order', () => {
    const source = inMemory(numbers(3, [2, 1]));
    expect([source.count, source.sampleShape, [...(source.rows([2, 0]) as Float32Array)]]).toEqual([3, [2, 1], [4, 5, 0, 1]]);
    expect(source.rows([])).toEqual(new Float32Array(0));
  });

  it('gives the parts of samples by name', () => {
    const [tokens, mask] = [Float32Array.from([1, 2, 3, 4]), Float32Array.from([0, 1])];
    const source = inMemory({ x: { tokens, mask }, sampleShape: { tokens: [2], mask: [1] } });
    expect([source.count, source.sampleShape, source.values]).toEqual([2, { mask: [1], tokens: [2] }, undefined]);
    expect(source.rows([1])).toEqual({ tokens: Float32Array.from([3, 4]), mask: Float32Array.from([1]) });
    expect(subset(source, [1]).rows([0])).toEqual(source.rows([1]));
    expect(source.identity).toBe(inMemory({ x: { mask, tokens }, sampleShape: { tokens: [2], mask: [1] } }).identity);
    expect(source.identity).not.toBe(inMemory({ x: { mask, tokens: mask }, sampleShape: { tokens: [1], mask: [1] } }).identity);
  });

  // mmh3.hash_bytes(struct.pack('<nI', …), 0, x64arch=False) of Python's mmh3, as four words
  it.each<[readonly number[], string]>([
    [[], '00000000000000000000000000000000'],
    [[1], 'cf0f20ca519c70b1519c70b1519c70b1'],
    [[1, 2], '40e85748a4321e5e7fee4e567fee4e56'],
    [[1, 2, 3], '8504721670aa166f7385e62f9204edfb'],
    [[1, 2, 3, 4], '37d6ee173d4a429d3dbb9c175b64b81d'],
    [new Array<number>(5).fill(0x3f800000), 'c81dadd9d8a38d3afc39581241cf4f1f'],
    [Array.from({ length: 1000 }, (_, at) => at + 1), '5a6d36e9ec7ef0adaccdaee4925db64a'],
  ])('is identified by MurmurHash3 of its values: %#', (words, hash) => {
    const x = new Float32Array(Uint32Array.from(words).buffer);
    expect(inMemory({ x, sampleShape: [1] }).identity).toBe(`[${words.length}, 1] ${hash}`);
  });

  it('has the identity of its values and their shape, and no other', () => {
    const same = (given: Parameters<typeof inMemory>[0]) => inMemory(given).identity;
    expect(same(numbers(4))).toBe(same(numbers(4)));
    expect(same(numbers(4))).not.toBe(same({ ...numbers(4), sampleShape: [1] }));
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), fc.nat(), (values, at) => {
        const changed = Float32Array.from(values);
        changed[at % values.length]! += 1 + Math.abs(changed[at % values.length]!) / 2;
        fc.pre(changed.every(Number.isFinite));
        expect(same({ x: changed, sampleShape: [1] })).not.toBe(same({ x: Float32Array.from(values), sampleShape: [1] }));
      }),
    );
  });

  it.each<[string, unknown, RegExp]>([
    [
      'another length',
      { ...numbers(3), sampleShape: [4] },
      /inMemory: x has 6 values; expected a multiple of 4, for samples of shape \[4\]/,
    ],
    ['infinity', { x: Float32Array.from([0, 1 / 0]), sampleShape: [1] }, /x is Infinity at sample 1, position 0/],
    ['no shape', { x: new Float32Array(1), sampleShape: null }, /sampleShape is null; expected positive whole numbers/],
    ['no part', { x: {}, sampleShape: {} }, /sampleShape has no part/],
    ['other parts', { x: { a: new Float32Array(1) }, sampleShape: { b: [1] } }, /x has the parts a and sampleShape b/],
    ['one array for parts', { x: new Float32Array(1), sampleShape: { b: [1] } }, /x has no parts and sampleShape b/],
    [
      'parts of other counts',
      { x: { a: new Float32Array(1), b: new Float32Array(4) }, sampleShape: { a: [1], b: [2] } },
      /x has 1 samples of "a" and 2 of "b"/,
    ],
    ['NaN in a part', { x: { a: Float32Array.from([Number.NaN]) }, sampleShape: { a: [1] } }, /x of "a" is NaN at sample 0/],
    ['a part without a shape', { x: { a: new Float32Array(1) }, sampleShape: { a: [0] } }, /sampleShape of "a" is \[0\]/],
  ])('refuses %s', async (_, given, expected) => {
    expect(await refusal(() => inMemory(given as Parameters<typeof inMemory>[0]))).toMatch(expected);
  });
});

describe('subset', () => {
  it('is the samples at these places, in memory or not, of a subset too', async () => {
    const whole = inMemory(numbers(10));
    await fc.assert(
      fc.asyncProperty(places, fc.array(fc.nat()), async (first, second) => {
        const inner = first.length === 0 ? [] : second.map((at) => at % first.length);
        const expected = whole.rows(inner.map((at) => first[at]!));
        for (const source of [whole, onDemand(whole)]) {
          const part = subset(subset(source, first), inner);
          expect(part.count).toBe(inner.length);
          expect(await part.rows(inner.map((_, at) => at))).toEqual(expected);
        }
      }),
    );
  });

  it('shares the memory of neighbours, and copies others', () => {
    const whole = inMemory(numbers(5));
    expect(subset(whole, [1, 2, 3]).values!.buffer).toBe(whole.values!.buffer);
    expect(subset(whole, [3, 1]).values!.buffer).not.toBe(whole.values!.buffer);
    expect([...subset(whole, [3, 1]).values!]).toEqual([6, 7, 2, 3]);
    expect(subset(whole, [2, 3]).identity).toBe(inMemory({ x: Float32Array.from([4, 5, 6, 7]), sampleShape: [2] }).identity);
  });

  it('has an identity of its places', () => {
    const source = onDemand(inMemory(numbers(10)));
    const identities = [[0], [1], [0, 1], [1, 0]].map((part) => subset(source, part).identity);
    expect(new Set(identities).size).toBe(4);
    expect(subset(subset(source, [4, 5, 6]), [2, 0]).identity).toBe(subset(source, [6, 4]).identity);
  });

  it.each([10, -1, 0.5, Number.NaN])('refuses the place %d', async (place) => {
    expect(await refusal(() => subset(inMemory(numbers(10)), [0, place]))).toMatch(
      /subset: index \S+ at position 1; expected whole numbers from 0 to 9/,
    );
  });
});

it('tasks of a source that is read on demand read nothing', () => {
  const source: RowSource = {
    ...onDemand(inMemory(numbers(6))),
    rows: () => {
      throw new Error('a sample was read');
    },
  };
  const y = [0, 1, 2, 0, 1, 2];
  const data = {
    train: createSplit('train', { source, y, classCount: 3 }),
    validation: createSplit('validation', { source, y, classCount: 3 }),
  };
  const task = group({ ...data, classNames: ['a', 'b', 'c'] }, { name: 'b', classes: ['b'] });
  expect(task.train.source).toBe(source);
  expect([...takeFirst(relabel(data.train, task.classOf), 2).y]).toEqual([0, 1]);
});
