import { classificationMetrics, perClassMetrics } from '@dum/experiments';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('perClassMetrics', () => {
  // classification_report of scikit-learn, the example of its documentation: y_true [0, 1, 2, 2, 2], y_pred [0, 0, 2, 2, 1]
  it('has the figures of a classification report', () => {
    const confusion = [
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ];
    const [first, second, third] = perClassMetrics({ confusion }, ['class 0', 'class 1', 'class 2']);
    expect(first).toEqual({ className: 'class 0', count: 1, precision: 0.5, recall: 1, f1: 2 / 3 });
    expect(second).toEqual({ className: 'class 1', count: 1, precision: 0, recall: 0, f1: 0 });
    expect(third).toEqual({ className: 'class 2', count: 3, precision: 1, recall: 2 / 3, f1: expect.closeTo(0.8, 12) as number });
  });

  it('has no precision where nothing is predicted as the class', () => {
    const confusion = [
      [3, 0],
      [2, 0],
    ];
    expect(perClassMetrics({ confusion }, ['a', 'b'])[1]).toEqual({ className: 'b', count: 2, precision: null, recall: 0, f1: null });
  });

  const answers = (classes: number) =>
    fc
      .array(fc.tuple(fc.nat({ max: classes - 1 }), fc.nat({ max: classes - 1 })), { maxLength: 40 })
      .map((pairs) => [...pairs, ...Array.from({ length: classes }, (_, index) => [index, index] as [number, number])]);
  const measured = (pairs: readonly (readonly [number, number])[], classNames: readonly string[]) => {
    const outputs = Float32Array.from(pairs.flatMap(([, answer]) => classNames.map((_, index) => Number(index === answer))));
    return classificationMetrics(
      outputs,
      pairs.map(([label]) => label),
      classNames,
    );
  };

  it('averages to the macro-averages of all classes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 5 }).chain(answers), (pairs) => {
        const classNames = [...new Set(pairs.map(([label]) => label))].sort().map(String);
        const metrics = measured(pairs, classNames);
        const classes = perClassMetrics(metrics, classNames);
        const meanOf = (key: 'precision' | 'recall' | 'f1') => classes.reduce((sum, each) => sum + each[key]!, 0) / classes.length;
        expect(metrics.recall).toBeCloseTo(meanOf('recall'), 12);
        expect(metrics.balancedAccuracy).toBe(metrics.recall);
        expect(metrics.precision).toBeCloseTo(meanOf('precision'), 12);
        expect(metrics.f1).toBeCloseTo(meanOf('f1'), 12);
        expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(metrics.count);
      }),
    );
  });

  it('has the F1 of counts, 2·hits / (2·hits + false alarms + misses)', () => {
    fc.assert(
      fc.property(answers(3), (pairs) => {
        const f1 = (own: number) => {
          const [hits, wrong] = [
            pairs.filter((pair) => pair.every((index) => index === own)),
            pairs.filter(([a, b]) => a !== b && [a, b].includes(own)),
          ];
          return (2 * hits.length) / (2 * hits.length + wrong.length);
        };
        for (const [own, each] of perClassMetrics(measured(pairs, ['0', '1', '2']), ['0', '1', '2']).entries())
          expect(each.f1).toBeCloseTo(f1(own), 12);
      }),
    );
  });

  it('has the figures of a task of two classes as those of its class 1', () => {
    fc.assert(
      fc.property(answers(2), (pairs) => {
        const metrics = measured(pairs, ['no', 'yes']);
        const { precision, recall, f1 } = metrics;
        expect(perClassMetrics(metrics, ['no', 'yes'])[1]).toMatchObject({ className: 'yes', precision, recall, f1 });
      }),
    );
  });

  it.each([
    [[[1, 0]], /the confusion matrix has 1 rows of 2; expected 2 of 2, one for each of a, b/],
    [[[1, 0], [0]], /the confusion matrix has 2 rows of 2, 1; expected 2 of 2/],
    [
      [
        [1, 0],
        [0, 0],
      ],
      /no sample of class "b"; expected at least one of each of a, b/,
    ],
  ])('refuses %j', (confusion, message) => {
    expect(() => perClassMetrics({ confusion }, ['a', 'b'])).toThrow(message);
  });
});
