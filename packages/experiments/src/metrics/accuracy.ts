/** The share of right answers over all samples, and its mean over classes. */
export interface Accuracies {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
}

/**
 * Accuracy and balanced accuracy of outputs `[samples, classes]`, by the largest output; both are NaN when an output is not finite.
 *
 * A label outside the classes (an ignored sample) does not count, nor does a class without a sample.
 */
export const accuraciesOf = (outputs: Float32Array, y: ArrayLike<number>): Accuracies => {
  const classes = outputs.length / y.length;
  const [counts, hits] = [new Uint32Array(classes), new Uint32Array(classes)];
  for (let sample = 0; sample < y.length; sample++) {
    let best = 0;
    for (let index = 0; index < classes; index++) {
      const output = outputs[sample * classes + index]!;
      if (!Number.isFinite(output)) return { accuracy: Number.NaN, balancedAccuracy: Number.NaN };
      if (output > outputs[sample * classes + best]!) best = index;
    }
    const label = y[sample]!;
    if (label >= classes) continue;
    counts[label]!++;
    if (best === label) hits[label]!++;
  }
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
  const recalls = [...counts.keys()].filter((label) => counts[label]! > 0).map((label) => hits[label]! / counts[label]!);
  return { accuracy: sum(hits) / sum(counts), balancedAccuracy: sum(recalls) / recalls.length };
};
