import { DumError, show, wholeNumber } from '@dum/errors';
import type { ClassificationMetrics } from '../classification-metrics.js';
import { mean } from '../mean.js';
import { normalCriticalValue } from './critical-values.js';
import { confidenceOf, type Interval, type IntervalOptions } from './interval.js';

/**
 * The confidence interval of a balanced accuracy over samples, from the limits of each class's recall.
 *
 * A class with k hits among n samples has the limits of Agresti and Coull 1998, p ± z √(p (1 − p) / (n + z²)) with p = (k + z²/2) / (n +
 * z²). They combine by the method of variance estimates recovery (MOVER; Zou and Donner 2008): low = balanced accuracy − √Σ (recall − its
 * low)² / classes, and high likewise. So a class without an error, or without a hit, still widens the interval, by how few samples it has.
 * With ten samples or more in each of two classes an interval of 95 % covers in at least 93 % of cases, at recalls near 1 mostly in more;
 * with fewer samples, or with ten classes and few errors in each, it may cover in a few per cent less.
 *
 * It covers the choice of samples only, not the variation between searches: use `meanInterval` or `crossedMeanInterval` over the figures of
 * several searches for that.
 *
 * Throws `bad-input` for a confusion matrix that is not square, for a count that is no whole number, for a class without a sample, and for
 * an option that is out of range or unknown.
 *
 * @example
 * const { low, high } = balancedAccuracyInterval(await evaluateNetwork(network, mnist.test, mnist.classNames));
 */
export const balancedAccuracyInterval = (
  { confusion }: Pick<ClassificationMetrics, 'confusion'>,
  options: IntervalOptions = {},
): Interval => {
  const who = 'balancedAccuracyInterval';
  const z = normalCriticalValue(confidenceOf(who, options));
  requireConfusion(who, confusion);
  const recalls = confusion.map((row, actual) => {
    const [hits, count] = [row[actual]!, row.reduce((sum, n) => sum + n, 0)];
    return { recall: hits / count, ...agrestiCoull(hits, count, z) };
  });
  const centre = mean(recalls.map(({ recall }) => recall));
  const distance = (limit: 'low' | 'high') => Math.hypot(...recalls.map((each) => each.recall - each[limit])) / recalls.length;
  return { low: centre - distance('low'), high: centre + distance('high') };
};

const agrestiCoull = (hits: number, count: number, z: number): Interval => {
  const adjusted = count + z ** 2;
  const share = (hits + z ** 2 / 2) / adjusted;
  const halfWidth = z * Math.sqrt((share * (1 - share)) / adjusted);
  return { low: Math.max(0, share - halfWidth), high: Math.min(1, share + halfWidth) };
};

const requireConfusion = (who: string, confusion: readonly (readonly number[])[]): void => {
  const refuse = (what: string, expected: string): never => {
    throw new DumError('bad-input', `${who}: ${what}; expected ${expected}`);
  };
  const classes = confusion.length;
  if (classes === 0) refuse('the confusion matrix has no class', 'at least one');
  const { expected, holds } = wholeNumber(0);
  for (const [actual, row] of confusion.entries()) {
    if (row.length !== classes) refuse(`row ${actual} of the confusion matrix has ${row.length} counts`, `${classes}, one for each class`);
    const predicted = row.findIndex((count) => !holds(count));
    if (predicted >= 0) refuse(`count ${predicted} of row ${actual} of the confusion matrix is ${show(row[predicted])}`, expected);
    if (row.every((count) => count === 0)) refuse(`class ${actual} has no sample`, 'at least one of each class');
  }
};
