import { mean } from '../metrics/mean.js';

/** A figure beside those of random draws. */
export interface AgainstChance {
  /** The figures of the draws, ascending. */
  readonly drawn: readonly number[];
  readonly mean: number;
  /** The share of draws below the figure, in [0, 1]. */
  readonly percentile: number;
  /** The p-value: (1 + draws that reach the figure) / (1 + draws), never 0. Phipson and Smyth 2010. */
  readonly p: number;
}

/** Ranks a figure among those of random draws. */
export const againstChance = (figure: number, draws: readonly number[]): AgainstChance => {
  const drawn = draws.toSorted((a, b) => a - b);
  const reaching = drawn.filter((other) => other >= figure).length;
  return {
    drawn,
    mean: mean(drawn),
    percentile: drawn.filter((other) => other < figure).length / drawn.length,
    p: (1 + reaching) / (1 + drawn.length),
  };
};
