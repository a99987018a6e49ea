import { createSplit, splitTrainValidation } from '@dum/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';

/** A split whose x holds the index of each sample, so that samples can be followed. */
const numbered = (labels: readonly number[]) =>
  createSplit('train', { x: Float32Array.from(labels.keys()), y: Uint8Array.from(labels), sampleShape: [1], classCount: 10 });

const countOf = (y: Uint8Array, label: number) => y.reduce((sum, value) => sum + Number(value === label), 0);
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
        expect([...train.x, ...validation.x].sort((a, b) => a - b)).toEqual([...y.keys()]);
        for (const part of [train, validation]) {
          expect([...part.x]).toEqual([...part.x].sort((a, b) => a - b));
          expect([...part.y]).toEqual([...part.x].map((sample) => y[sample]));
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
        expect(parts).toEqual(splitTrainValidation(wide(), { validation, seed }));
        expect([parts.train.x.buffer, parts.validation.x.buffer]).toEqual([given.x.buffer, given.x.buffer]);
        expect([...given.x]).toEqual([...parts.train.x, ...parts.validation.x]);
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
    const draw = (seed: number) => [...splitTrainValidation(split, { validation: 100, seed }).validation.x];
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
      for (const sample of splitTrainValidation(split, { validation: 2, seed }).validation.x) hits[sample]!++;
    }
    // one of four a class: binomial(4000, 1/4), within 5 standard deviations
    for (const hit of hits) expect(Math.abs(hit - runs / 4)).toBeLessThan(5 * Math.sqrt((runs * 3) / 16));
  });

  it('reads a validation below one as a share', () => {
    const split = numbered(Array.from({ length: 200 }, (_, i) => i % 10));
    expect(splitTrainValidation(split, { validation: 0.15, seed: 1 }).validation.count).toBe(30);
    expect(splitTrainValidation(split, { validation: 0.0001, seed: 1 }).validation.count).toBe(1);
  });

  it('holds out 5,000 samples unless told otherwise', async () => {
    const split = numbered(Array.from({ length: 6000 }, (_, i) => i % 10));
    expect(splitTrainValidation(split, { seed: 1 }).validation.count).toBe(5000);
    expect(await refusal(() => splitTrainValidation(numbered([0, 0, 1, 1]), { seed: 1 }))).toMatch(
      /validation is 5000 of 4 samples in 2 classes; expected at most 2/,
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
