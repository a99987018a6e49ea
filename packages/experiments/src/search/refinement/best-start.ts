import { noiseKey, textKey } from '@dum/masks/noise';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { countKept, type Kept } from './moves.js';
import { type Pruning, prune } from './prune.js';
import { savesAgainst, type Trial, type TrialSetting, tryMasks } from './trials.js';

/** What bounds the masks of a start. */
export interface Limits extends Pick<Pruning, 'lastMask' | 'signal'> {
  /** The most units that may be kept; Infinity without a budget. */
  readonly limit: number;
}

/** The shares of units that the rounds of a pruning remove, from all units and from the best start. */
const [coarse, fine] = [0.3, 0.12];

/**
 * The mask that a local search starts from: the learned one, or what costs less than it.
 *
 * The others are as many units drawn at random in each layer, and what is left of all units when those with the smallest gradients are
 * removed, round by round. Without a limit they are also all units, the masks on the way, and those on the way from the best mask to half
 * its units. A search that ends above one of them went astray.
 */
export const bestStart = async (setting: TrialSetting, learned: Kept, limits: Limits): Promise<Trial> => {
  const all = learned.map((bits) => bits.map(() => 1));
  const [found, whole, random] = (await tryMasks(setting, [learned, all, drawn(setting, learned)])) as [Trial, Trial, Trial];
  const pruned = await prune(setting, { from: whole, size: countKept(learned), share: coarse, ...limits });
  const isFree = limits.limit === Number.POSITIVE_INFINITY;
  const best = cheapest(found, isFree ? [whole, random, ...pruned] : [random, ...pruned.slice(-1)]);
  if (!isFree) return best;
  return cheapest(best, await prune(setting, { from: best, size: Math.ceil(countKept(best.kept) / 2), share: fine, ...limits }));
};

const cheapest = (found: Trial, others: readonly Trial[]): Trial =>
  others.reduce((best, each) => (savesAgainst(best, each) > 0 ? each : best), found);

/** As many units in each layer, drawn at random. */
const drawn = ({ task, seed }: TrialSetting, learned: Kept): Kept => {
  const random = xoroshiro128plus(noiseKey(seed, textKey(task.name), textKey('random start')));
  return learned.map((bits) => {
    const shuffled = bits.slice();
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = uniformInt(random, 0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    return shuffled;
  });
};
