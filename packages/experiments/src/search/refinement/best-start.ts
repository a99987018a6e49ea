import { noiseKey, textKey } from '@dum/masks/noise';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { countKept, type Kept } from './moves.js';
import { saliency } from './saliency.js';
import { savesAgainst, type Trial, type TrialSetting, tryMasks } from './trials.js';

/**
 * The mask that a local search starts from: the learned one, or what costs less than it.
 *
 * The others are all units, if there is no limit; as many units with the largest gradients under the mask of all units; and as many drawn
 * at random in each layer. A search that ends above one of them went astray.
 */
export const bestStart = async (setting: TrialSetting, learned: Kept, limit: number): Promise<Trial> => {
  const all = learned.map((bits) => bits.map(() => 1));
  const [found, whole] = (await tryMasks(setting, [learned, all])) as [Trial, Trial];
  const gradients = await saliency(setting, whole, undefined);
  const others = await tryMasks(setting, [ranked(gradients, countKept(learned)), drawn(setting, learned)]);
  const candidates = limit === Number.POSITIVE_INFINITY ? [whole, ...others] : others;
  return candidates.reduce((best, each) => (savesAgainst(best, each) > 0 ? each : best), found);
};

/** The units of the largest scores, over all layers. */
const ranked = (scores: readonly Float32Array[], count: number): Kept => {
  const kept = scores.map((ofMask) => new Uint8Array(ofMask.length));
  const units = scores.flatMap((ofMask, mask) => Array.from(ofMask, (score, unit) => ({ mask, unit, score })));
  for (const { mask, unit } of units.sort((a, b) => b.score - a.score).slice(0, count)) kept[mask]![unit] = 1;
  return kept;
};

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
