import { bestStart } from './best-start.js';
import { countKept, type Flip, flipped, jointMoves, type Kept, type Tried } from './moves.js';
import { saliency } from './saliency.js';
import { savesAgainst, type Trial, type TrialSetting, tryMasks } from './trials.js';

/** How a mask is refined. */
export interface Refinement extends TrialSetting {
  /** The masked layer that the head reads, if there is one. */
  readonly lastMask: number | undefined;
  /** The most units that may be kept; Infinity without a budget. */
  readonly limit: number;
  readonly rounds: number;
  readonly signal?: AbortSignal | undefined;
}

/** The flips of each kind that a round tries. */
const triedOfKind = 4;
/** The least that a round has to save. */
const least = 1e-5;

/**
 * Refines a hard mask by local search from {@link bestStart}: each round tries to keep the dropped units that matter most, and to drop the
 * kept ones that matter least, one by one and with a linear probe fitted to each mask; then it makes the best joint move of those that
 * save. It ends when none does.
 *
 * Gradient descent loses units that do good only as a whole: the straight-through gradient is that of small doses.
 */
export const refineMask = async (refinement: Refinement, kept: Kept): Promise<Trial> => {
  const { lastMask, limit, rounds, signal } = refinement;
  let current = await bestStart(refinement, kept, limit);
  for (let round = 0; round < rounds; round++) {
    signal?.throwIfAborted();
    const matters = await saliency(refinement, current, lastMask);
    const [adds, drops] = [mostMattering(current.kept, matters), leastMattering(current.kept, matters)];
    const trials = await tryMasks(
      refinement,
      [...adds, ...drops].map((flip) => flipped(current.kept, [flip])),
    );
    const tried = [...adds, ...drops].map((flip, at): Tried => ({ flip, saves: savesAgainst(current, trials[at]!) }));
    const room = limit === Number.POSITIVE_INFINITY ? limit : Math.max(0, limit - countKept(current.kept));
    const moves = jointMoves(tried.slice(0, adds.length), tried.slice(adds.length), room);
    if (moves.length === 0) break;
    const moved = await tryMasks(
      refinement,
      moves.map((flips) => flipped(current.kept, flips)),
    );
    const best = moved.reduce((a, b) => (savesAgainst(current, b) > savesAgainst(current, a) ? b : a));
    if (!(savesAgainst(current, best) > least)) break;
    current = best;
  }
  return current;
};

const flipsOf = (kept: Kept, bit: number): Flip[] =>
  kept.flatMap((bits, mask) => [...bits.keys()].filter((unit) => bits[unit] === bit).map((unit) => ({ mask, unit })));

const mostMattering = (kept: Kept, matters: readonly Float32Array[]): Flip[] =>
  flipsOf(kept, 0)
    .filter(({ mask, unit }) => matters[mask]![unit]! > 0)
    .sort((a, b) => matters[b.mask]![b.unit]! - matters[a.mask]![a.unit]!)
    .slice(0, triedOfKind);

const leastMattering = (kept: Kept, matters: readonly Float32Array[]): Flip[] =>
  flipsOf(kept, 1)
    .sort((a, b) => matters[a.mask]![a.unit]! - matters[b.mask]![b.unit]!)
    .slice(0, triedOfKind);
