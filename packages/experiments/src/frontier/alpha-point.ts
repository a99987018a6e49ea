import type { Subnetwork } from '@dum/masks/mask-set';

/** The subnetwork of a task at one price, and its figures on the validation split. */
export interface AlphaPoint {
  /** The price α of one kept unit. */
  readonly alpha: number;
  readonly keptUnits: number;
  /** The cross-entropy of the subnetwork with its read-out, weighted by the class weights of the task. */
  readonly validationLoss: number;
  readonly balancedAccuracy: number;
  /**
   * The standard error of `balancedAccuracy` over draws of the validation split: √Σ q(1 − q) / n, over classes, divided by the number of
   * classes. Here n is the number of samples of a class and q = (hits + 1) / (n + 2), so that a perfect recall has an error too.
   */
  readonly standardError: number;
  readonly accuracy: number;
  readonly subnetwork: Subnetwork;
}

/** The curve of one task: its points from the smallest price to the largest, and the suggested one. */
export interface AlphaPath {
  /** The name of the task. */
  readonly task: string;
  /** One for each price; if the task diverged, only those before. */
  readonly points: readonly AlphaPoint[];
  /**
   * The smallest mask whose balanced accuracy is within one standard error of the best point: the one-standard-error rule of Breiman,
   * Friedman, Olshen and Stone (Classification and Regression Trees, 1984). Undefined when there is no point.
   */
  readonly knee: AlphaPoint | undefined;
}
