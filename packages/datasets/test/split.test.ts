import {
  createSplit,
  inMemory,
  relabel,
  requireRole,
  type RowSource,
  type Split,
  splitTrainValidation,
  type TestSplit,
  takeFeatures,
  takeFirst,
  type TrainSplit,
} from '@dum/datasets';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { refusal } from './_errors.js';

const arrays = () => ({ x: new Float32Array([0, 1, 2, 3, 4, 5]), y: new Uint8Array([0, 1, 1]), sampleShape: [2], classCount: 2 });

describe('createSplit', () => {
  it('keeps the arrays and counts them', () => {
    const { x, y, ...rest } = arrays();
    const split = createSplit('validation', { x, y, ...rest });
    expect(split).toEqual({ role: 'validation', source: split.source, y: Uint16Array.from(y), count: 3, sampleShape: [2] });
    expect(split.source.values).toBe(x);
    const wide = Uint16Array.from(y);
    expect(createSplit('test', { x, y: wide, ...rest }).y).toBe(wide);
    expect(Object.isFrozen(split)).toBe(true);
  });

  const withX = (values: number[]) => ({ x: new Float32Array(values) });
  it.each<[string, object, RegExp]>([
    ['NaN', withX([0, 1, 2, 3, 4, Number.NaN]), /x is NaN at sample 2, position 1/],
    ['infinity', withX([0, 1, Number.NEGATIVE_INFINITY, 3, 4, 5]), /x is -Infinity at sample 1, position 0/],
    ['too few values', withX([0, 1, 2, 3, 4]), /x has 5 values; expected 6, for 3 labels and samples of shape \[2\]/],
    ['no sample', { x: new Float32Array(0), y: new Uint8Array(0) }, /there is no sample/],
    ['a label out of range', { y: new Uint8Array([0, 1, 2]) }, /label 2 at sample 2; expected 0 to 1/],
    ['no class', { classCount: 0 }, /classCount is 0; expected a whole number from 1 to 65535/],
    ['65,536 classes', { classCount: 65_536 }, /classCount is 65536/],
    ['a negative dimension', { sampleShape: [-2] }, /sampleShape is \[-2\]/],
    ['a shape that is no list', { sampleShape: 2 }, /sampleShape is 2/],
    ['x of another type', { x: [0, 1, 2, 3, 4, 5] }, /x is not a Float32Array/],
    ['x of parts', { x: { a: new Float32Array(6) } }, /x is not a Float32Array/],
    ['a label that is not whole', { y: [0, 0.5, 1] }, /label 0.5 at sample 1; expected 0 to 1/],
    ['a negative label', { y: Int32Array.from([0, 1, -1]) }, /label -1 at sample 2/],
    ['no labels', { y: undefined }, /y is not an array of class indices/],
    [
      'a source of other samples',
      { x: undefined, source: inMemory({ x: new Float32Array(2), sampleShape: [1] }) },
      /there are 2 samples and 3 labels/,
    ],
  ])('refuses %s', async (_, change, expected) => {
    expect(await refusal(() => createSplit('train', { ...arrays(), ...change }))).toMatch(expected);
  });

  it('refuses another role', async () => {
    expect(await refusal(() => createSplit('dev' as 'train', arrays()))).toMatch(/role is "dev"/);
  });
});

describe('the role is a brand', () => {
  const test = createSplit('test', arrays());
  const takeTrain = (split: TrainSplit) => split;

  it('for the type checker', () => {
    expectTypeOf(test).toEqualTypeOf<TestSplit>();
    expectTypeOf<TestSplit>().not.toExtend<TrainSplit>();
    expectTypeOf<TestSplit>().toExtend<Split>();
    // @ts-expect-error the test split is no training split
    takeTrain(test);
    // @ts-expect-error nor is a spread of it with another role
    takeTrain({ ...test, role: 'train' as const });
    // @ts-expect-error nor is an object literal
    takeTrain({ role: 'train', source: test.source, y: test.y, count: 3, sampleShape: [2] });
    // @ts-expect-error nothing that selects accepts the test split
    expect(() => splitTrainValidation(test, { validation: 1, seed: 1 })).toThrow();
  });

  it.each<[string, unknown]>([
    ['a spread', { ...test, role: 'train' }],
    ['a literal', { role: 'train', source: test.source, y: test.y, count: 3, sampleShape: [2] }],
    ['an heir', Object.create(test, { role: { value: 'train' } })],
    ['a structured clone', structuredClone({ role: 'train', y: test.y, count: 3, sampleShape: [2] })],
    ['nothing', undefined],
    ['null', null],
    ['text', 'train'],
  ])('at run time: %s does not pass', async (_, impostor) => {
    expect(await refusal(() => requireRole(impostor as Split, ['train'], 'fit'))).toMatch(
      /^fit: what was given is not a split made by createSplit/,
    );
    expect(await refusal(() => relabel(impostor as Split, new Uint8Array(2)))).toMatch(/not a split/);
    expect(await refusal(() => takeFirst(impostor as Split, 1))).toMatch(/not a split/);
    expect(await refusal(() => takeFeatures(impostor as Split, [0]))).toMatch(/not a split/);
  });

  it('at run time: the test split is refused by name, and reasons are given', async () => {
    expect(await refusal(() => requireRole(test, ['train', 'validation'], 'earlyStopping'))).toBe(
      "earlyStopping: the test split was given; expected 'train' or 'validation', since the test split is for the final measurement only",
    );
    expect(requireRole(test, ['test'], 'evaluate')).toBe(test);
  });
});

describe('takeFirst', () => {
  const split = createSplit('train', arrays());

  it('shares the memory of the first samples and keeps the role', () => {
    const first = takeFirst(split, 2);
    expect({ role: first.role, count: first.count, x: [...first.source.values!], y: [...first.y] }).toEqual({
      role: 'train',
      count: 2,
      x: [0, 1, 2, 3],
      y: [0, 1],
    });
    expect(first.source.values!.buffer).toBe(split.source.values!.buffer);
    expect(requireRole(first, ['train'], 'test')).toBe(first);
  });

  it('gives the whole split when it has no more', () => {
    expect(takeFirst(split, 3)).toBe(split);
    expect(takeFirst(split, 1000)).toBe(split);
  });

  it.each([0, -1, 0.5, Number.NaN])('refuses %d', async (count) => {
    expect(await refusal(() => takeFirst(split, count))).toMatch(/takeFirst: count is/);
  });
});

describe('takeFeatures', () => {
  const split = createSplit('validation', {
    ...arrays(),
    x: new Float32Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    sampleShape: [2, 2],
  });

  it('gives those values of each sample, in the order given, and keeps labels and role', () => {
    const taken = takeFeatures(split, [3, 0]);
    expect([taken.role, taken.count, taken.y, taken.sampleShape]).toEqual(['validation', 3, split.y, [2]]);
    expect([...taken.source.values!]).toEqual([3, 0, 7, 4, 11, 8]);
    expect(requireRole(taken, ['validation'], 'test')).toBe(taken);
    expect([...split.source.values!]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('cuts the samples of a source when they are read', async () => {
    const { values, identity } = split.source;
    const source: RowSource = {
      ...{ count: 3, sampleShape: [2, 2], identity },
      rows: (indices) => Promise.resolve(Float32Array.from(Array.from(indices).flatMap((at) => [...values!.subarray(4 * at, 4 * at + 4)]))),
    };
    const taken = takeFeatures(createSplit('validation', { source, y: split.y, classCount: 2 }), [3, 0]);
    expect(await taken.source.rows([2, 1])).toEqual(Float32Array.from([11, 8, 7, 4]));
    expect(await takeFirst(taken, 1).source.rows([0])).toEqual(Float32Array.from([3, 0]));
    expect(taken.source.identity).not.toBe(
      takeFeatures(createSplit('validation', { source, y: split.y, classCount: 2 }), [0, 3]).source.identity,
    );
  });

  it('refuses samples of several parts', async () => {
    const parts = createSplit('test', { x: { a: new Float32Array(2) }, sampleShape: { a: [1] }, y: [0, 0], classCount: 1 });
    expect(await refusal(() => takeFeatures(parts, [0]))).toMatch(/a sample has the parts a; expected samples of one tensor/);
  });

  it.each([[[]], [[4]], [[-1]], [[0.5]], [[Number.NaN]]])('refuses features %j', async (features) => {
    expect(await refusal(() => takeFeatures(split, features))).toMatch(/takeFeatures: (no feature was given|there is no feature .*0 to 3)/);
  });
});
