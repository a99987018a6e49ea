import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classificationMetrics, rocAuc } from '@dum/experiments';

describe('rocAuc', () => {
  it('is the share of pairs that are in order, ties counting half', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.boolean()), { minLength: 2, maxLength: 40 }), (samples) => {
        const [positives, negatives] = [samples.filter(([, is]) => is), samples.filter(([, is]) => !is)];
        fc.pre(positives.length > 0 && negatives.length > 0);
        const won = positives.flatMap(([p]) => negatives.map(([n]): number => (p > n ? 1 : p === n ? 0.5 : 0)));
        const expected = won.reduce((sum, value) => sum + value, 0) / won.length;
        const [scores, labels] = [samples.map(([score]) => score), samples.map(([, is]) => is)];
        expect(rocAuc(scores, labels)).toBeCloseTo(expected, 12);
      }),
    );
  });
});

const outputsFor = (answers: readonly number[], classes: number) =>
  Float32Array.from(answers.flatMap((answer) => Array.from({ length: classes }, (_, index) => (index === answer ? 1 : 0))));

describe('classificationMetrics', () => {
  it('has the textbook values for two classes', () => {
    const y = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    const metrics = classificationMetrics(outputsFor([1, 1, 1, 0, 1, 0, 0, 0, 0, 0], 2), y, ['rest', 'zero']);
    expect(metrics).toMatchObject({
      count: 10,
      accuracy: 0.8,
      precision: 0.75,
      recall: 0.75,
      confusion: [
        [5, 1],
        [1, 3],
      ],
    });
    expect(metrics.balancedAccuracy).toBeCloseTo((0.75 + 5 / 6) / 2, 12);
    expect(metrics.f1).toBeCloseTo(0.75, 12);
  });

  it('gives a constant answer balanced accuracy ½ and no precision, whatever the share of the class', () => {
    const y = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const metrics = classificationMetrics(outputsFor(new Array<number>(10).fill(0), 2), y, ['rest', 'zero']);
    expect(metrics).toMatchObject({ accuracy: 0.9, balancedAccuracy: 0.5, precision: null, recall: 0, f1: null, rocAuc: 0.5 });
  });

  it('averages over more than two classes', () => {
    const metrics = classificationMetrics(outputsFor([0, 1, 2, 2, 1, 2], 3), Uint8Array.of(0, 1, 2, 2, 2, 0), ['a', 'b', 'c']);
    expect(metrics.accuracy).toBeCloseTo(4 / 6, 12);
    expect(metrics.recall).toBeCloseTo((1 / 2 + 1 + 2 / 3) / 3, 12);
    expect(metrics.balancedAccuracy).toBe(metrics.recall);
    expect(metrics.precision).toBeCloseTo((1 + 1 / 2 + 2 / 3) / 3, 12);
    expect(metrics.f1).toBeCloseTo((2 / 3 + 2 / 3 + 2 / 3) / 3, 12);
  });

  // f1_score of scikit-learn with average="macro", the example of its documentation
  it('has the macro F1 of scikit-learn, where a class that is predicted but never hit counts as 0', () => {
    const metrics = classificationMetrics(outputsFor([0, 2, 1, 0, 0, 1], 3), Uint8Array.of(0, 1, 2, 0, 1, 2), ['a', 'b', 'c']);
    expect(metrics.f1).toBeCloseTo(4 / 5 / 3, 12);
  });

  it('has no F1 where a class is never predicted, and 0 where class 1 of two is predicted but never hit', () => {
    expect(classificationMetrics(outputsFor([0, 1, 1], 3), Uint8Array.of(0, 1, 2), ['a', 'b', 'c'])).toMatchObject({
      precision: null,
      f1: null,
    });
    expect(classificationMetrics(outputsFor([1, 0], 2), Uint8Array.of(0, 1), ['a', 'b'])).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });

  it('leaves ignored samples out', () => {
    const outputs = outputsFor([0, 1, 1, 0], 2);
    expect(classificationMetrics(outputs, Uint8Array.of(0, 1, 255, 255), ['a', 'b'])).toMatchObject({ count: 2, accuracy: 1 });
  });

  it('refuses outputs that are not finite, since the largest of NaNs is class 0', () => {
    const outputs = outputsFor([0, 1], 2).fill(Number.NaN);
    expect(() => classificationMetrics(outputs, Uint8Array.of(0, 1), ['a', 'b'])).toThrow('output 0 of sample 0 is NaN');
  });

  it('refuses another number of outputs than labels and classes make', () => {
    expect(() => classificationMetrics(outputsFor([0, 1], 3), Uint8Array.of(0, 1), ['a', 'b'])).toThrow(
      '6 outputs came for 2 labels; expected 4',
    );
  });

  it('refuses a class without samples, where a constant answer would look perfect', () => {
    expect(() => classificationMetrics(outputsFor([0, 0], 2), Uint8Array.of(0, 0), ['rest', 'zero'])).toThrow(
      'no sample of class "zero" among 2',
    );
  });
});
