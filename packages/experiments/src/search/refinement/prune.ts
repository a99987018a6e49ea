import { countKept, keepLargest } from './moves.js';
import { saliency } from './saliency.js';
import { type Trial, type TrialSetting, tryMasks } from './trials.js';

/** From which mask to which size units are removed. */
export interface Pruning {
  readonly from: Trial;
  /** The units left at the end. */
  readonly size: number;
  /** The share of the remaining units that each round removes. */
  readonly share: number;
  /** The masked layer that the head reads, if there is one. */
  readonly lastMask: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes the units with the smallest gradients, round by round, with a linear probe fitted after each; gives the mask of each round.
 *
 * Molchanov et al. 2017 (arXiv 1611.06440) rank units like this.
 */
export const prune = async (setting: TrialSetting, { from, size, share, lastMask, signal }: Pruning): Promise<Trial[]> => {
  const rounds: Trial[] = [];
  for (let current = from, left = countKept(from.kept); left > size; ) {
    signal?.throwIfAborted();
    const matters = await saliency(setting, current, lastMask);
    left = Math.max(size, Math.min(left - 1, Math.floor(left * (1 - share))));
    [current] = (await tryMasks(setting, [keepLargest(current.kept, matters, left)])) as [Trial];
    rounds.push(current);
  }
  return rounds;
};
