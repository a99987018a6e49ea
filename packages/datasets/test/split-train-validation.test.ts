import { createSplit, type RowSource, splitTrainValidation } from '@dum/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

/** A split whose x holds the index of each sample, so that samples can be followed. */
const numbered = (labels: readonly number[]) =>
  createSplit('train', { x: Float32Array.from(labels.keys()), y: Uint8Array.from(labels), sampleShape: [1], classCount: 10 });

const countOf = (y: Uint16Array, label: number) => y.reduce((sum, value) => sum + Number(value === label), 0);
const labels = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 200 });

describe('splitTrainValidation', () => {
  it('puts every sample in exactly one part, with its label, in the original order', () => {
    fc.assert(
      fc.property(labels, fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (y, seed, share) => {
        const most = y.length - new Set(y).size;
        fc.pre(most >= 1);
        const count = Math.max(1, Math.round(share * most));
        const { train, validation } = splitTrainValidation(numbered(y), { validation: count, seed });
        expect(validation.count).toBe(count);
        expect([train.role, validation.role]).toEqual(['train', 'validation']);
        expect([...train.source.values!, ...validation.source.values!].sort((a, b) => a - b)).toEqual([...y.keys()]);
        for (const part of [train, validation]) {
          expect([...part.source.values!]).toEqual([...part.source.values!].sort((a, b) => a - b));
          expect([...part.y]).toEqual([...part.source.values!].map((sample) => y[sample]));
        }
        for (const label of new Set(y)) expect(countOf(train.y, label)).toBeGreaterThan(0);
      }),
    );
  });

  it('gives the same parts in place, without a copy', () => {
    fc.assert(
      fc.property(labels, fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (y, seed, share) => {
        const most = y.length - new Set(y).size;
        fc.pre(most >= 1);
        const validation = Math.max(1, Math.round(share * most));
        const wide = () => {
          const x = Float32Array.from({ length: 3 * y.length }, (_, at) => at);
          return createSplit('train', { x, y: Uint8Array.from(y), sampleShape: [3], classCount: 10 });
        };
        const given = wide();
        const parts = splitTrainValidation(given, { validation, seed, inPlace: true });
        const copied = splitTrainValidation(wide(), { validation, seed });
        for (const role of ['train', 'validation'] as const) {
          expect(parts[role].source.values).toEqual(copied[role].source.values);
          expect([parts[role].role, parts[role].y]).toEqual([role, copied[role].y]);
        }
        expect([parts.train.source.values!.buffer, parts.validation.source.values!.buffer]).toEqual([
          given.source.values!.buffer,
          given.source.values!.buffer,
        ]);
        expect([...given.source.values!]).toEqual([...parts.train.source.values!, ...parts.validation.source.values!]);
        expect([...given.y]).toEqual([...parts.train.y, ...parts.validation.y]);
      }),
    );
  });

  it('takes each class in proportion, to within one sample', () => {
    fc.assert(
      fc.property(labels, fc.integer(), fc.double({ min: 0.01, max: 0.5, noNaN: true }), (part, seed, share) => {
        // at least three samples a class and at most half held out: no class is near its last sample
        const y = [...part, ...part, ...part];
        const count = Math.max(1, Math.floor(share * y.length));
        const { validation } = splitTrainValidation(numbered(y), { validation: count, seed });
        for (const label of new Set(y)) {
          const exact = (count * y.filter((value) => value === label).length) / y.length;
          expect(Math.abs(countOf(validation.y, label) - exact)).toBeLessThan(1);
        }
      }),
    );
  });

  it('draws the same samples from the same seed and others from another', () => {
    const split = numbered(Array.from({ length: 500 }, (_, i) => i % 10));
    const draw = (seed: number) => [...splitTrainValidation(split, { validation: 100, seed }).validation.source.values!];
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
    expect(draw(7)).not.toEqual(draw(-7));
  });

  it('draws each sample equally often', () => {
    const split = numbered([0, 0, 0, 0, 1, 1, 1, 1]);
    const hits = new Array<number>(8).fill(0);
    const runs = 4000;
    for (let seed = 0; seed < runs; seed++) {
      for (const sample of splitTrainValidation(split, { validation: 2, seed }).validation.source.values!) hits[sample]!++;
    }
    // one of four a class: binomial(4000, 1/4), within 5 standard deviations
    for (const hit of hits) expect(Math.abs(hit - runs / 4)).toBeLessThan(5 * Math.sqrt((runs * 3) / 16));
  });

  it('reads a validation below one as a share', () => {
    const split = numbered(Array.from({ length: 200 }, (_, i) => i % 10));
    expect(splitTrainValidation(split, { validation: 0.15, seed: 1 }).validation.count).toBe(30);
    expect(splitTrainValidation(split, { validation: 0.0001, seed: 1 }).validation.count).toBe(1);
  });

  it.each([
    [60_000, 5000],
    [120_000, 5000],
    [4000, 333],
    [30, 3],
    [4, 1],
  ])('holds out a twelfth of %d samples, at most 5,000, by default', (count, expected) => {
    const split = numbered(Array.from({ length: count }, (_, i) => i % 2));
    expect(splitTrainValidation(split, { seed: 1 }).validation.count).toBe(expected);
  });

  it('reads nothing of a source that is read on demand, and cuts it as one in memory', async () => {
    const y = Array.from({ length: 50 }, (_, i) => i % 3);
    const asked: number[][] = [];
    const source: RowSource = {
      ...{ count: 50, sampleShape: [1], identity: 'numbers' },
      rows: (indices) => {
        asked.push(Array.from(indices));
        return Promise.resolve(Float32Array.from(indices));
      },
    };
    const split = createSplit('train', { source, y, classCount: 3 });
    const parts = splitTrainValidation(split, { validation: 10, seed: 4, inPlace: true });
    const expected = splitTrainValidation(numbered(y), { validation: 10, seed: 4 });
    expect(asked).toEqual([]);
    for (const role of ['train', 'validation'] as const) {
      const places = Array.from({ length: parts[role].count }, (_, at) => at);
      expect(await parts[role].source.rows(places)).toEqual(expected[role].source.values);
      expect(parts[role].y).toEqual(expected[role].y);
    }
    expect([...split.y]).toEqual(y);
    expect(asked.map(({ length }) => length)).toEqual([40, 10]);
  });

  it('refuses to hold out more than leaves each class a sample', async () => {
    expect(await refusal(() => splitTrainValidation(numbered([0, 0, 1, 1]), { validation: 3, seed: 1 }))).toMatch(
      /validation is 3 of 4 samples in 2 classes; expected at most 2/,
    );
  });

  it.each([0, -0.5, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses validation %d', async (validation) => {
    expect(await refusal(() => splitTrainValidation(numbered([0, 0]), { validation, seed: 1 }))).toMatch(/validation is .*expected/);
  });

  it.each([0.5, Number.NaN, undefined, '1'])('refuses seed %s', async (seed) => {
    expect(await refusal(() => splitTrainValidation(numbered([0, 0]), { validation: 1, seed: seed as number }))).toMatch(
      /seed is .*whole number/,
    );
  });

  it('refuses to hold out the only sample', async () => {
    expect(await refusal(() => splitTrainValidation(numbered([4]), { validation: 1, seed: 1 }))).toMatch(
      /1 samples in 1 classes; expected at most 0/,
    );
  });
});
