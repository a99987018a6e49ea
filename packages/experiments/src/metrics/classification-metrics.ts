import { DumError } from '@dum/errors';
import { rocAuc } from './roc-auc.js';
import { mean } from './mean.js';
import { perClassMetrics } from './per-class-metrics.js';

/** How well outputs match labels. Ratios lie in [0, 1]; a ratio is null where no sample was predicted as a class that it measures. */
export interface ClassificationMetrics {
  /** Samples counted; ignored ones are not. */
  readonly count: number;
  readonly accuracy: number;
  /** The mean of the recalls of the classes (macro-averaged recall): ½ for any constant answer to a two-class question. */
  readonly balancedAccuracy: number;
  /** The share of samples predicted as class 1 that are class 1; macro-averaged over classes if there are more than two. */
  readonly precision: number | null;
  /** The share of samples of class 1 that are predicted as class 1; macro-averaged over classes if there are more than two. */
  readonly recall: number;
  /**
   * The harmonic mean of the precision and the recall of class 1, 0 where both are 0; the mean of the F1 of each class if there are more
   * than two, as scikit-learn's macro F1. Null where `precision` is.
   */
  readonly f1: number | null;
  /** The probability that a sample of class 1 scores above one of another class; macro-averaged if there are more than two classes. */
  readonly rocAuc: number;
  /** `confusion[actual][predicted]` counts samples. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * The metrics of logits or probabilities `[samples, classes]`, row-major, against labels; the largest output is the answer.
 *
 * With two classes, precision, recall, F1 and ROC AUC are those of class 1; with more, they are macro-averaged: means over classes, each
 * counted once. {@link perClassMetrics} has them for each class.
 *
 * A label outside the classes is ignored. Throws `bad-input` when an output is not finite, and when a class has no sample, because a
 * constant answer would then look perfect.
 */
export const classificationMetrics = (
  outputs: Float32Array,
  y: ArrayLike<number>,
  classNames: readonly string[],
): ClassificationMetrics => {
  const classes = classNames.length;
  if (outputs.length !== y.length * classes) {
    throw new DumError(
      'bad-input',
      `classificationMetrics: ${outputs.length} outputs came for ${y.length} labels; expected ${y.length * classes}, one for each of ${classes} classes`,
    );
  }
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const rows = Array.from({ length: y.length }, (_, row) => row).filter((row) => y[row]! < classes);
  for (const row of rows) confusion[y[row]!]![predictedClass(outputs, row, classes)]! += 1;
  const actual = confusion.map((counts) => counts.reduce((sum, n) => sum + n, 0));
  const missing = actual.indexOf(0);
  if (missing >= 0) {
    throw new DumError(
      'bad-input',
      `classificationMetrics: no sample of class "${classNames[missing]}" among ${rows.length}; expected at least one of each of ${classNames.join(', ')}`,
    );
  }
  const hits = actual.map((_, index) => confusion[index]![index]!);
  const ofClasses = perClassMetrics({ confusion }, classNames);
  const measured = classes === 2 ? [1] : [...actual.keys()];
  const precision = meanOrNull(measured.map((index) => ofClasses[index]!.precision));
  const recall = mean(measured.map((index) => ofClasses[index]!.recall));
  const leads = rows.map((row) => leadOf(outputs, row, classes));
  const aucs = measured.map((index) =>
    rocAuc(
      rows.map((row, at) => outputs[row * classes + index]! - (leads[at]!.index === index ? leads[at]!.second : leads[at]!.first)),
      rows.map((row) => y[row] === index),
    ),
  );
  return {
    count: rows.length,
    accuracy: hits.reduce((sum, n) => sum + n, 0) / rows.length,
    balancedAccuracy: mean(ofClasses.map((each) => each.recall)),
    precision,
    recall,
    f1: meanOrNull(measured.map((index) => ofClasses[index]!.f1)),
    rocAuc: mean(aucs),
    confusion,
  };
};

const predictedClass = (outputs: Float32Array, row: number, classes: number): number => {
  let best = 0;
  for (let index = 0; index < classes; index++) {
    const output = outputs[row * classes + index]!;
    if (!Number.isFinite(output)) {
      throw new DumError(
        'bad-input',
        `classificationMetrics: output ${index} of sample ${row} is ${output}; the network or its input is not finite`,
      );
    }
    if (output > outputs[row * classes + best]!) best = index;
  }
  return best;
};

/** The greatest output of a row, whose it is, and the greatest of the others: what the score of a class is measured from. */
interface Lead {
  readonly index: number;
  readonly first: number;
  readonly second: number;
}

const leadOf = (outputs: Float32Array, row: number, classes: number): Lead => {
  let [index, first, second] = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < classes; at++) {
    const output = outputs[row * classes + at]!;
    if (output > first) [index, first, second] = [at, output, first];
    else if (output > second) second = output;
  }
  return { index, first, second };
};

const meanOrNull = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : mean(values as readonly number[]);
