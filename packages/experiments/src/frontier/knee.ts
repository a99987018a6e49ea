import type { AlphaPoint } from './alpha-point.js';

type Measured = Pick<AlphaPoint, 'keptUnits' | 'balancedAccuracy' | 'standardError'>;

/** √Σ q(1 − q) / n divided by the number of classes, with q = (hits + 1) / (n + 2), from `confusion[actual][predicted]`. */
export const standardErrorOf = (confusion: readonly (readonly number[])[]): number => {
  const variances = confusion.map((counts, label) => {
    const samples = counts.reduce((sum, count) => sum + count, 0);
    const recall = (counts[label]! + 1) / (samples + 2);
    return (recall * (1 - recall)) / samples;
  });
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0)) / confusion.length;
};

/** The point with the fewest units whose balanced accuracy is within one standard error of the best; of several as small, the best. */
export const kneeOf = <Point extends Measured>(points: readonly Point[]): Point | undefined => {
  const [best] = points.toSorted((a, b) => b.balancedAccuracy - a.balancedAccuracy || a.keptUnits - b.keptUnits);
  if (best === undefined) return undefined;
  const least = best.balancedAccuracy - best.standardError;
  const [knee] = points
    .filter(({ balancedAccuracy }) => balancedAccuracy >= least)
    .toSorted((a, b) => a.keptUnits - b.keptUnits || b.balancedAccuracy - a.balancedAccuracy);
  return knee;
};
