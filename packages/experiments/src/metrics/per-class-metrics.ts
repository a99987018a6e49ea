import { DumError } from '@dum/errors';

/** How well the samples of one class are recognised, each class against all others. Ratios lie in [0, 1]. */
export interface ClassMetrics {
  readonly className: string;
  /** The number of samples of the class: its support. */
  readonly count: number;
  /** The share of samples predicted as this class that are of it; null where none was. */
  readonly precision: number | null;
  /** The share of samples of this class that are predicted as it. */
  readonly recall: number;
  /** The harmonic mean of precision and recall, 0 where both are 0; null where precision is. */
  readonly f1: number | null;
}

/**
 * Precision, recall and F1 of each class, from a confusion matrix such as that of `classificationMetrics`.
 *
 * precision = hits / predicted, recall = hits / count, f1 = 2·precision·recall / (precision + recall), as in scikit-learn, which has 0 for
 * null. The means over classes are the macro-averages of `ClassificationMetrics`.
 *
 * Throws `bad-input` where the matrix does not have one row and one column for each class, and for a class without a sample.
 *
 * @example
 * const metrics = await evaluateNetwork(network, data.test, data.classNames);
 * perClassMetrics(metrics, data.classNames).map(({ className, recall }) => `${className}: ${recall}`);
 */
export const perClassMetrics = (
  { confusion }: { readonly confusion: readonly (readonly number[])[] },
  classNames: readonly string[],
): ClassMetrics[] => {
  const classes = classNames.length;
  const odd = [confusion, ...confusion].find(({ length }) => length !== classes);
  if (odd !== undefined) {
    throw new DumError(
      'bad-input',
      `perClassMetrics: the confusion matrix has ${confusion.length} rows of ${confusion.map(({ length }) => length).join(', ')}; expected ${classes} of ${classes}, one for each of ${classNames.join(', ')}`,
    );
  }
  return classNames.map((className, index) => {
    const count = confusion[index]!.reduce((sum, n) => sum + n, 0);
    if (count === 0) {
      throw new DumError(
        'bad-input',
        `perClassMetrics: no sample of class "${className}"; expected at least one of each of ${classNames.join(', ')}`,
      );
    }
    const predicted = confusion.reduce((sum, counts) => sum + counts[index]!, 0);
    const hits = confusion[index]![index]!;
    const precision = predicted === 0 ? null : hits / predicted;
    const recall = hits / count;
    return { className, count, precision, recall, f1: f1Of(precision, recall) };
  });
};

const f1Of = (precision: number | null, recall: number): number | null => {
  if (precision === null) return null;
  return precision === 0 ? 0 : (2 * precision * recall) / (precision + recall);
};
