import { bestStart, type Limits } from './best-start.js';
import { countKept, type Flip, flipped, jointMoves, type Kept, type Tried } from './moves.js';
import { saliency } from './saliency.js';
import { savesAgainst, type Trial, type TrialSetting, tryMasks } from './trials.js';

/** How a mask is refined. */
export interface Refinement extends TrialSetting, Limits {
  readonly rounds: number;
}

/** The flips of each kind that a round tries. */
const triedOfKind = 4;
/** The rounds for which a flip that was tried is not tried again. */
const roundsOfRest = 3;
/** The most rounds for each that may fail. */
const roundsPerFailure = 4;
/** The least that a round has to save. */
const least = 1e-5;

/**
 * Refines a hard mask by local search from {@link bestStart}: each round tries to keep the dropped units that matter most, and to drop the
 * kept ones that matter least, one by one and with a linear probe fitted to each mask; then it makes the best joint move of all flips that
 * save since the last move. It ends when `rounds` of them made no move, or when all flips were tried.
 *
 * Gradient descent loses units that do good only as a whole: the straight-through gradient is that of small doses.
 */
export const refineMask = async (refinement: Refinement, kept: Kept): Promise<Trial> => {
  const { lastMask, rounds, signal } = refinement;
  let current = await bestStart(refinement, kept, refinement);
  let matters = await saliency(refinement, current, lastMask);
  let known: Tried[] = [];
  const failed = new Set<string>();
  const lastRound = new Map<string, number>();
  for (let [round, failures] = [0, 0]; failures < rounds && round < roundsPerFailure * rounds; round++) {
    signal?.throwIfAborted();
    const rests = (flip: Flip): boolean => round - (lastRound.get(nameOf(flip)) ?? Number.NEGATIVE_INFINITY) <= roundsOfRest;
    const isOpen = (flip: Flip): boolean => !rests(flip) && !known.some((tried) => nameOf(tried.flip) === nameOf(flip));
    const flips = [...mostMattering(current.kept, matters, isOpen), ...leastMattering(current.kept, matters, isOpen)];
    if (flips.length === 0 && known.length === countUnits(current.kept)) break;
    const trials = await tryMasks(
      refinement,
      flips.map((flip) => flipped(current.kept, [flip])),
    );
    for (const flip of flips) lastRound.set(nameOf(flip), round);
    known = [...known, ...flips.map((flip, at): Tried => ({ flip, saves: savesAgainst(current, trials[at]!) }))];
    const best = await bestMove(refinement, { current, known, failed });
    if (best === undefined) failures++;
    else {
      current = best;
      matters = await saliency(refinement, current, lastMask);
      known = [];
      failed.clear();
    }
  }
  return current;
};

/** What has been tried since the last move: single flips, and the names of joint moves that failed. */
interface Attempts {
  readonly current: Trial;
  readonly known: readonly Tried[];
  readonly failed: Set<string>;
}

/** The best joint move of tried flips; undefined if none saves. */
const bestMove = async (refinement: Refinement, { current, known, failed }: Attempts): Promise<Trial | undefined> => {
  const { limit } = refinement;
  const room = limit === Number.POSITIVE_INFINITY ? limit : Math.max(0, limit - countKept(current.kept));
  const isKept = ({ flip: { mask, unit } }: Tried): boolean => current.kept[mask]![unit] === 1;
  const moves = jointMoves(
    known.filter((tried) => !isKept(tried)),
    known.filter(isKept),
    room,
  ).filter((flips) => !failed.has(flips.map(nameOf).join()));
  const moved = await tryMasks(
    refinement,
    moves.map((flips) => flipped(current.kept, flips)),
  );
  const best = moved.reduce<Trial>((a, b) => (savesAgainst(current, b) > savesAgainst(current, a) ? b : a), current);
  if (savesAgainst(current, best) > least) return best;
  for (const flips of moves) failed.add(flips.map(nameOf).join());
  return undefined;
};

const nameOf = ({ mask, unit }: Flip): string => `${mask}/${unit}`;

const countUnits = (kept: Kept): number => kept.reduce((total, bits) => total + bits.length, 0);

const flipsOf = (kept: Kept, bit: number): Flip[] =>
  kept.flatMap((bits, mask) => [...bits.keys()].filter((unit) => bits[unit] === bit).map((unit) => ({ mask, unit })));

const mostMattering = (kept: Kept, matters: readonly Float32Array[], isOpen: (flip: Flip) => boolean): Flip[] =>
  flipsOf(kept, 0)
    .filter((flip) => matters[flip.mask]![flip.unit]! > 0 && isOpen(flip))
    .sort((a, b) => matters[b.mask]![b.unit]! - matters[a.mask]![a.unit]!)
    .slice(0, triedOfKind);

const leastMattering = (kept: Kept, matters: readonly Float32Array[], isOpen: (flip: Flip) => boolean): Flip[] =>
  flipsOf(kept, 1)
    .filter(isOpen)
    .sort((a, b) => matters[a.mask]![a.unit]! - matters[b.mask]![b.unit]!)
    .slice(0, triedOfKind);
